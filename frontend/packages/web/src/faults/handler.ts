import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LANGUAGES, negotiateLocale } from "@globalmarket/i18n";
import type { Handler } from "../process/handler.ts";
import { localeOf } from "../process/locale.ts";
import { closedPage } from "./closed.ts";
import { type FaultWords, faultNamed } from "./names.ts";
import { type Fault, newNoting, whileNoting } from "./noting.ts";
import { faultPage } from "./page.ts";

type ReadWords = (language: string) => FaultWords;

const LOCALE_COOKIE = /(?:^|; )gm_locale=([a-z]{2}-[A-Z]{2})/;
const RETRY_AFTER_S = 10;
const KEPT_HEADERS = new Set(["set-cookie", "vary"]);

/**
 * A page that could not be made is answered with one that needs nothing: no API, no scripts, no other file. Next.js would send an
 * empty document that scripts have to fill. `readWords` has the app's words in a language.
 */
export function withFaultPage(make: Handler, readWords: ReadWords): Handler {
  return async (request, response) => {
    if (!isForPage(request)) return make(request, response);
    const noting = newNoting();
    replaceFaults(response, () => sendFaultPage(request, response, noting.fault, readWords));
    await whileNoting(noting, () => make(request, response));
  };
}

/** A browser asks for a page to show, not one of the app's scripts for what to put into it. */
function isForPage({ headers }: IncomingMessage): boolean {
  return (headers.accept ?? "").includes("text/html") && !("rsc" in headers) && !("next-action" in headers);
}

/** What would be sent with a status of 500 or more is left out; `send` is called in its place. */
function replaceFaults(response: ServerResponse, send: () => void): void {
  const original = {
    write: response.write.bind(response) as (...sent: unknown[]) => boolean,
    end: response.end.bind(response) as (...sent: unknown[]) => ServerResponse,
    writeHead: response.writeHead.bind(response) as (...sent: unknown[]) => ServerResponse,
    flushHeaders: response.flushHeaders.bind(response),
  };
  let decided: boolean | null = null; // with the first byte, since the status may change until then
  const isFault = () => {
    decided ??= response.statusCode >= 500;
    return decided;
  };
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    return isFault() ? response : original.writeHead(status, ...rest);
  }) as ServerResponse["writeHead"];
  response.flushHeaders = () => {
    if (!isFault()) original.flushHeaders();
  };
  response.write = ((...sent: unknown[]) => isFault() || original.write(...sent)) as ServerResponse["write"];
  response.end = ((...sent: unknown[]) => {
    if (!isFault()) return original.end(...sent);
    Object.assign(response, original);
    send();
    return response;
  }) as ServerResponse["end"];
}

/** 503 if the API is the reason, so that machines come back; else a fault of ours keeps its own status. */
function sendFaultPage(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | null,
  readWords: ReadWords,
): void {
  if (fault) response.statusCode = 503;
  const name = faultNamed(fault?.code ?? (response.statusCode === 503 ? "unavailable" : ""));
  const retryAfter = fault?.retryAfterS ?? RETRY_AFTER_S;
  for (const header of response.getHeaderNames()) if (!KEPT_HEADERS.has(header)) response.removeHeader(header);
  const language = languageOf(request);
  const words = readWords(language);
  const closed = fault?.notice && closedPage(fault.notice, language, localeOf(request.url) || language, words);
  const nonce = randomUUID();
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Language", language);
  response.setHeader("Cache-Control", "no-store");
  response.setHeader(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
  );
  if (response.statusCode === 503) response.setHeader("Retry-After", String(retryAfter));
  const said = closed ?? words.pages[name];
  response.end(faultPage({ language, nonce, retry: words.retry, ...said, address: request.url ?? "/" }));
}

/** That of the address; without one in it the last that was chosen, then the best for the browser. */
function languageOf({ url, headers }: IncomingMessage): string {
  const languages: string[] = [...LANGUAGES];
  const [language = ""] = (localeOf(url) || LOCALE_COOKIE.exec(headers.cookie ?? "")?.[1] || "").split("-");
  if (languages.includes(language)) return language;
  const choices = { languages, countries: [], default_language: "en", default_country: "" };
  return negotiateLocale(headers["accept-language"] ?? null, choices).language;
}
