import type { MaintenanceNotice } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import type { FaultWords } from "./names.ts";
import type { ClosedNotice } from "./noting.ts";

interface ClosedPage {
  shop: string;
  title: string;
  hint: string;
  /** Of the hint, where it is not the page's. */
  hintLanguage?: string;
  expected?: string;
}

/** What a region that is shut says to a reader: its operator's own words, where there are some, and when it should open again. */
export function closedPage(notice: ClosedNotice, language: string, locale: string, words: FaultWords): ClosedPage {
  const { title, hint } = words.pages.maintenance;
  const { name: shop, texts, expectedEnd, timeZone, defaultLanguage } = notice;
  const spoken = [language, defaultLanguage, ...Object.keys(texts)].find((one) => texts[one]);
  const isAhead = expectedEnd !== null && Date.parse(expectedEnd) > Date.now();
  return {
    shop,
    title,
    ...(spoken ? { hint: texts[spoken] ?? hint, hintLanguage: spoken } : { hint }),
    ...(isAhead && { expected: words.expected.replace("{time}", formatTime(expectedEnd, locale, timeZone)) }),
  };
}

/** After how many seconds to ask a region again that is shut. */
export function closedRetryS(notice: MaintenanceNotice, now: number): number {
  const { expected_end: end, retry_after_s: unknownS, max_retry_after_s: longestS } = notice;
  const wait = end === null ? 0 : Math.ceil((Date.parse(end) - now) / 1000);
  return wait > 0 ? Math.min(wait, longestS) : unknownS;
}
