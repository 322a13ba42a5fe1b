/** Runs the shop: `node server.ts --port 8001`. Next.js behind a cache of whole pages. */
import { withFaultPage } from "@globalmarket/web/faults/handler";
import { withMissingPage } from "@globalmarket/web/faults/missing";
import { wordsIn } from "@globalmarket/web/faults/words";
import type { Handler } from "@globalmarket/web/process/handler";
import { serve } from "@globalmarket/web/process/serve";
import { PageCache } from "./page-cache/cache.ts";
import { withPageCache } from "./page-cache/handler.ts";
import { readNotice } from "./page-cache/notices.ts";

const CACHE_BYTES = 128 * 1024 * 1024;
const LONGEST_NOTICE = 256 * 1024;

const secret = process.env.GM_WEB_REVALIDATE_SECRET ?? "";
const cache = new PageCache(CACHE_BYTES);
const words = wordsIn(new URL("messages/", import.meta.url));

await serve({
  folder: import.meta.dirname,
  port: 8001,
  around: (render) => withPageCache(cache, withFaultPage(withMissingPage(render), words)),
  direct: { "/api/revalidate": revalidate() },
});

/** `docs/concepts/caching.md` says what a notice is. */
function revalidate(): Handler {
  return async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
      if (body.length > LONGEST_NOTICE) break;
    }
    const signature = request.headers["gm-signature"];
    const notice = readNotice(body, typeof signature === "string" ? signature : undefined, secret, Date.now());
    if (notice) cache.expire(notice.host, notice.tags, notice.change);
    response.writeHead(notice ? 204 : 403).end();
  };
}
