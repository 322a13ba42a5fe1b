/** Runs the shop: `node server.ts --port 8001`. Next.js behind a cache of whole pages. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import compression from "compression";
import next from "next";
import { withFaultPage } from "./fault-page/handler.ts";
import { PageCache } from "./page-cache/cache.ts";
import { withPageCache } from "./page-cache/handler.ts";
import { isPrefetch, localeOf } from "./page-cache/keys.ts";
import { readNotice } from "./page-cache/notices.ts";

const CACHE_BYTES = 128 * 1024 * 1024;
const LONGEST_NOTICE = 256 * 1024;
const YEAR_S = 365 * 24 * 3600;
const STOP_WAIT_MS = 10_000;

const { values } = parseArgs({
  options: { port: { type: "string", default: "8001" }, hostname: { type: "string", default: "127.0.0.1" } },
});
const port = Number(values.port);
const secret = process.env.GM_WEB_REVALIDATE_SECRET ?? "";
const isSecure = process.env.GM_PUBLIC_SCHEME === "https";

// Next writes 127.0.0.1 as localhost in addresses: under any other name it would take its own rewrites for another server's.
process.chdir(import.meta.dirname); // from where the pages' code names files, as under "next dev"
const app = next({ dev: false, dir: import.meta.dirname, hostname: "localhost", port });
await app.prepare();
const render = app.getRequestHandler();
const cache = new PageCache(CACHE_BYTES);
const answer = withPageCache(
  cache,
  withFaultPage((request, response) => render(request, response)),
);
const compress = compression({ level: 4 });

const server = createServer((request, response) => {
  if (request.url === "/api/revalidate") {
    void revalidate(request, response);
    return;
  }
  // Without a gateway in front the connection itself says who calls.
  request.headers["x-forwarded-for"] ??= request.socket.remoteAddress ?? "";
  rememberLocale(request, response);
  compress(request as never, response as never, () => void answer(request, response));
});
server.listen(port, values.hostname);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), STOP_WAIT_MS).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}

/** `docs/concepts/caching.md` says what a notice is. */
async function revalidate(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > LONGEST_NOTICE) break;
  }
  const signature = request.headers["gm-signature"];
  const notice = readNotice(body, typeof signature === "string" ? signature : undefined, secret, Date.now());
  if (notice) cache.expire(notice.host, notice.tags, notice.change);
  response.writeHead(notice ? 204 : 403).end();
}

/** The address says the country and the language; an address without them goes by what was chosen last. */
function rememberLocale(request: IncomingMessage, response: ServerResponse): void {
  const locale = localeOf(request.url);
  if (!locale || request.method !== "GET" || isPrefetch(request)) return;
  if (request.headers.cookie?.includes(`gm_locale=${locale}`)) return;
  const secure = isSecure ? "; Secure" : "";
  response.appendHeader(
    "Set-Cookie",
    `gm_locale=${locale}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax${secure}`,
  );
}
