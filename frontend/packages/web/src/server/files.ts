import "server-only";
import { publicApiOrigin } from "./environment";
import { currentSite } from "./site";
import { fetchInside, internalApiAddress } from "./transport";

const TIMEOUT_MS = 5_000;

/** The file at an address that the API has named: at the API itself, which is asked from inside, or in a store of files. */
export async function fetchFile(url: string): Promise<Response> {
  const { host } = await currentSite();
  const own = publicApiOrigin(host);
  return url.startsWith(`${own}/`)
    ? fetchInside(`${internalApiAddress(host)}${url.slice(own.length)}`)
    : fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/**
 * An answer that the browser saves as a file and never runs. Links to it have no `download`: the browser would save the log-in page, or that of
 * a refusal, under the file's name.
 */
export function attachment(body: BodyInit, type: string, name: string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
