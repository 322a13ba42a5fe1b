import { randomUUID } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Handler } from "@globalmarket/web/process/handler";
import { newReading, whileReading } from "@globalmarket/web/server/reading";
import type { Page, PageCache } from "./cache.ts";
import { hostOf, keyOf } from "./keys.ts";
import { NonceText } from "./nonce-text.ts";

const POLICY = "content-security-policy";
const NONCE = /'nonce-([\w-]{36})'/; // a UUID, as the next ones will be
const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
// Each visitor's own, or said anew for each answer.
const NOT_KEPT = new Set([
  "set-cookie",
  "date",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
]);

/** Answer from the cache where it has the page; else have it made, once for all who ask at the same time, and keep it. */
export function withPageCache(cache: PageCache, make: Handler): Handler {
  const underway = new Map<string, Promise<void>>();
  return async (request, response) => {
    const key = keyOf(request);
    if (!key) return make(request, response);
    let page = cache.find(key);
    if (!page && underway.has(key)) {
      await underway.get(key);
      page = cache.find(key);
    }
    if (page) return send(page, request, response);
    const making = makeAndKeep(cache, key, make, request, response);
    underway.set(key, making);
    return making.finally(() => underway.get(key) === making && underway.delete(key));
  };
}

async function makeAndKeep(
  cache: PageCache,
  key: string,
  make: Handler,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const reading = newReading();
  const sent = collect(response);
  response.setHeader("X-Page-Cache", "miss");
  await whileReading(reading, () => make(request, response));
  const headers = response.getHeaders();
  const [, nonce] = NONCE.exec(String(headers[POLICY] ?? "")) ?? [];
  if (response.statusCode !== 200 || !nonce) return;
  const isPicture = String(headers["content-type"]).startsWith("image/");
  const content = isPicture ? sent() : new NonceText(sent().toString("utf8"), nonce);
  cache.store(key, { host: hostOf(request), headers: kept(headers), nonce, content }, reading);
}

/** With a nonce of its own: the old one was for the visitor who came first. */
function send(page: Page, request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomUUID();
  for (const [name, value] of Object.entries(page.headers))
    response.setHeader(name, value.replaceAll(page.nonce, nonce));
  response.setHeader("X-Page-Cache", "hit");
  const { content } = page;
  if (Buffer.isBuffer(content)) {
    response.end(content);
    return;
  }
  const isCompressed = ACCEPTS_GZIP.test(String(request.headers["accept-encoding"] ?? ""));
  if (isCompressed) response.setHeader("Content-Encoding", "gzip");
  const body = isCompressed ? content.gzip(nonce) : content.plain(nonce);
  response.setHeader("Content-Length", body.length);
  response.end(body);
}

function kept(headers: OutgoingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name, value]) => value !== undefined && !NOT_KEPT.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(", ")]));
}

/** Listen to what is sent; the function that comes back gives all of it. */
function collect(response: ServerResponse): () => Buffer {
  const chunks: Buffer[] = [];
  const note = (chunk: unknown) => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const write = response.write.bind(response) as (...sent: unknown[]) => boolean;
  const end = response.end.bind(response) as (...sent: unknown[]) => ServerResponse;
  response.write = ((...sent: unknown[]) => {
    note(sent[0]);
    return write(...sent);
  }) as ServerResponse["write"];
  response.end = ((...sent: unknown[]) => {
    note(sent[0]);
    return end(...sent);
  }) as ServerResponse["end"];
  return () => Buffer.concat(chunks);
}
