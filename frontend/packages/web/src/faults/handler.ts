import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LANGUAGES, negotiateLocale } from "@globalmarket/i18n";
import type { Handler } from "../process/handler.ts";
import { localeOf } from "../process/locale.ts";
import { closedPage } from "./closed.ts";
import { type FaultWords, faultNamed } from "./names.ts";
import { type Fault, newNoting, whileNoting } from "./noting.ts";
import { faultPage } from "./page.ts";
import { isForPage, replaceAnswer } from "./replacing.ts";

type ReadWords = (language: string) => FaultWords;

const LOCALE_COOKIE = /(?:^|; )gm_locale=([a-z]{2}-[A-Z]{2})/;
const RETRY_AFTER_S = 10;

/**
 * A page that could not be made is answered with one that needs nothing: no API, no scripts, no other file. Next.js would send an
 * empty document that scripts have to fill. `readWords` has the app's words in a language.
 */
export function withFaultPage(make: Handler, readWords: ReadWords): Handler {
  return async (request, response) => {
    if (!isForPage(request)) return make(request, response);
    const noting = newNoting();
    const isFault = () => response.statusCode >= 500;
    replaceAnswer(response, isFault, () => sendFaultPage(request, response, noting.fault, readWords));
    await whileNoting(noting, () => make(request, response));
  };
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
