import type { IncomingMessage, ServerResponse } from "node:http";

const LOCALE = /^\/([a-z]{2}-[A-Z]{2})(?=[/?]|$)/;
const YEAR_S = 365 * 24 * 3600;

/** The locale in an address; empty if there is none. */
export function localeOf(url: string | undefined): string {
  return LOCALE.exec(url ?? "")?.[1] ?? "";
}

/** Whether the browser only fetches ahead what a visitor may open next. */
export function isPrefetch(request: Pick<IncomingMessage, "headers">): boolean {
  const { headers } = request;
  return (
    "next-router-prefetch" in headers ||
    "next-router-segment-prefetch" in headers ||
    String(headers["sec-purpose"] ?? "").includes("prefetch")
  );
}

/** The address says the country and the language; an address without them goes by what was chosen last. */
export function rememberLocale(request: IncomingMessage, response: ServerResponse): void {
  const locale = localeOf(request.url);
  if (!locale || request.method !== "GET" || isPrefetch(request)) return;
  if (request.headers.cookie?.includes(`gm_locale=${locale}`)) return;
  const secure = process.env.GM_PUBLIC_SCHEME === "https" ? "; Secure" : "";
  response.appendHeader(
    "Set-Cookie",
    `gm_locale=${locale}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax${secure}`,
  );
}
