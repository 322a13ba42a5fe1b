import { IncomingMessage, type ServerResponse } from "node:http";
import type { Handler } from "../process/handler.ts";
import { localeOf } from "../process/locale.ts";
import { isForPage, replaceAnswer } from "./replacing.ts";

/** Within the locale: the app's page that says that there is none. */
const MISSING = "/missing";

/**
 * A page that is not there is answered with the app's page `missing`, whole, and status 404. Next.js would send an empty document that
 * scripts have to fill: nothing without them, and with them a page without colours until its style has come.
 */
export function withMissingPage(make: Handler): Handler {
  return async (request, response) => {
    const locale = localeOf(request.url);
    if (!locale || !isForPage(request)) return make(request, response);
    const address = `/${locale}${MISSING}`;
    if (request.url?.split("?")[0] === address) return makeMissing(make, request, response);

    const isReplaced = await new Promise<boolean>((resolve, reject) => {
      replaceAnswer(
        response,
        () => isMissing(response),
        () => resolve(true),
      );
      // The page that was left out never ends: it waits for all of the answer to be sent.
      make(request, response).then(() => resolve(false), reject);
    });
    if (isReplaced) await makeMissing(make, getting(address, request), response);
  };
}

function isMissing(response: ServerResponse): boolean {
  return response.statusCode === 404 && String(response.getHeader("content-type")).startsWith("text/html");
}

/** With the visitor's headers, since a request can be read once. */
function getting(address: string, request: IncomingMessage): IncomingMessage {
  const asked = new IncomingMessage(request.socket);
  asked.method = "GET";
  asked.url = address;
  asked.headers = { ...request.headers };
  asked.push(null);
  asked.complete = true; // else a handler that reads it to its end would close the connection
  return asked;
}

/** With status 404, which a page cannot choose for itself. */
function makeMissing(make: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const writeHead = response.writeHead.bind(response) as (...sent: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) =>
    writeHead(status === 200 ? 404 : status, ...rest)) as ServerResponse["writeHead"];
  response.statusCode = 200;
  return make(request, response);
}
