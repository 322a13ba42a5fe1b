import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "../page-cache/handler.ts";
import { localeOf } from "../page-cache/keys.ts";
import { faultPage } from "./page.ts";

const LOCALE_COOKIE = /(?:^|; )gm_locale=([a-z]{2}-[A-Z]{2})/;
const WAIT_S = "5";

/**
 * Where `make` can only say that something is wrong (the API is away, a page has a fault), send a whole page that says so in the
 * reader's language. What comes instead would be empty without scripts. Answers to scripts pass as they are.
 */
export function withFaultPage(make: Handler): Handler {
  return async (request, response) => {
    if (!isForPage(request)) return make(request, response);
    const { writeHead, write, end, flushHeaders } = response;
    const isFault = () => response.statusCode >= 500 && !response.headersSent;
    response.writeHead = ((...sent: Parameters<typeof writeHead>) => {
      response.statusCode = sent[0];
      return isFault() ? response : writeHead.apply(response, sent);
    }) as typeof writeHead;
    response.flushHeaders = () => {
      if (!isFault()) flushHeaders.call(response);
    };
    response.write = ((...sent: Parameters<typeof write>) => isFault() || write.apply(response, sent)) as typeof write;
    response.end = ((...sent: Parameters<typeof end>) => {
      if (!isFault()) return end.apply(response, sent);
      Object.assign(response, { writeHead, write, end, flushHeaders });
      return sendFaultPage(request, response);
    }) as typeof end;
    await make(request, response);
  };
}

/** A browser asks for a page to show, not one of the shop's scripts for what to put into it. */
function isForPage({ headers }: IncomingMessage): boolean {
  return (headers.accept ?? "").includes("text/html") && !("rsc" in headers) && !("next-action" in headers);
}

function sendFaultPage(request: IncomingMessage, response: ServerResponse): ServerResponse {
  const locale = localeOf(request.url) || LOCALE_COOKIE.exec(request.headers.cookie ?? "")?.[1];
  const { html, policy } = faultPage(locale ?? request.headers["accept-language"] ?? "", randomUUID());
  for (const name of ["content-length", "content-encoding", "etag", "link"]) response.removeHeader(name);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("Cache-Control", "no-store");
  if (response.statusCode === 503) response.setHeader("Retry-After", WAIT_S);
  return response.end(request.method === "HEAD" ? undefined : html);
}
