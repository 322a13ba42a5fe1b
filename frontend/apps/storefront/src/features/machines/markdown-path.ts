import { prefersMarkdown } from "../../../page-cache/keys";

const PAGE = /^(\/[a-z]{2}-[A-Z]{2})(\/(?:products|categories)\/[^/]+?|\/search)(\.md)?$/;

interface Asked {
  headers: Headers;
  nextUrl: { pathname: string; search: string };
}

/** Where the text of the page is made, if the request asks for it: by `.md` in the address, or by `Accept: text/markdown`. */
export function markdownPath({ headers, nextUrl }: Asked): string | null {
  const [, locale, page, suffix] = PAGE.exec(nextUrl.pathname) ?? [];
  if (!locale || !page) return null;
  return suffix || prefersMarkdown(headers.get("accept") ?? "") ? `${locale}/markdown${page}${nextUrl.search}` : null;
}
