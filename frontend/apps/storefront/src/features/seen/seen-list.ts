/** How many products are remembered. */
export const MOST_SEEN = 9;

const SLUG = /^[^/?#\s]{1,200}$/;

/** The slugs in what the browser has stored, the last one seen first; none for anything else that stands there. */
export function readSeen(stored: string | null): string[] {
  try {
    const list: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(list) ? list.filter(isSlug).slice(0, MOST_SEEN) : [];
  } catch {
    return [];
  }
}

/** With `slug` as the last one seen. */
export function withSeen(list: readonly string[], slug: string): string[] {
  return [slug, ...list.filter((one) => one !== slug)].slice(0, MOST_SEEN);
}

export function isSlug(value: unknown): value is string {
  return typeof value === "string" && SLUG.test(value);
}
