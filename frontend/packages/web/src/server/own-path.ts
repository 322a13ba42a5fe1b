const ORIGIN = "http://own.invalid";
// What browsers drop or read as a slash would turn a path into another host's address.
const UNSAFE = /[\\\p{Cc}]/u;

/**
 * Where to go on after a log-in: `next` if it is a path of this site, else `fallback`. Addresses of others are refused, also as
 * browsers read them (`//`, `/\`), so that no link to our log-in leads to a page that only looks like ours.
 */
export function ownPath(next: string | undefined, fallback: string): string {
  if (!next?.startsWith("/") || next.startsWith("//") || UNSAFE.test(next) || !URL.canParse(next, ORIGIN))
    return fallback;
  const { origin, pathname, search, hash } = new URL(next, ORIGIN);
  return origin === ORIGIN && !pathname.startsWith("//") ? pathname + search + hash : fallback;
}
