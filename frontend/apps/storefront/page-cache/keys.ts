import type { IncomingMessage } from "node:http";

const LOCALE = "[a-z]{2}-[A-Z]{2}";
// The pages that are the same for all visitors of a region's shop in one locale. All others are made for each request.
const PUBLIC = new RegExp(`^/${LOCALE}(/(products|categories|vendors|pages)/[^/]+|/products|/search)?$`);
// The pictures of shared links: the same for all, whatever the asking program accepts.
const CARD = new RegExp(`^/${LOCALE}(/products/[^/]+)?/card\\.jpg$`);
const CAMPAIGN = /^(utm_\w+|gclid|fbclid|msclkid)$/;

/** Under which key a request's page is kept; null if its page is not one that is the same for all. */
export function keyOf(request: Pick<IncomingMessage, "method" | "url" | "headers">): string | null {
  const { host, accept = "" } = request.headers;
  if (request.method !== "GET" || !host) return null;
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  if (CARD.test(path)) return `${host.toLowerCase()} ${path}`;
  if (!accept.includes("text/html") || prefersMarkdown(accept) || "rsc" in request.headers || !PUBLIC.test(path))
    return null;
  const asked = [...new URLSearchParams(query)].filter(([name]) => !CAMPAIGN.test(name)).sort(byNameAndValue);
  return `${host.toLowerCase()} ${path}?${new URLSearchParams(asked)}`;
}

/** Whether the caller would rather have a page's text than the page. */
export function prefersMarkdown(accept: string): boolean {
  return accept.includes("text/markdown");
}

/** The region's host: what notices name, without the port. */
export function hostOf(request: Pick<IncomingMessage, "headers">): string {
  return (request.headers.host ?? "").toLowerCase().replace(/:\d+$/, "");
}

function byNameAndValue([name, value]: string[], [otherName, otherValue]: string[]): number {
  return `${name} ${value}` < `${otherName} ${otherValue}` ? -1 : 1;
}
