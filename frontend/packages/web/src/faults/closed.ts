import { formatTime } from "@globalmarket/i18n";
import type { FaultWords } from "./names.ts";
import type { ClosedNotice } from "./noting.ts";

const SHORTEST_S = 120;
const LONGEST_S = 3600; // it may end sooner than expected

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
export function closedRetryS(expectedEnd: string | null, now: number): number {
  const wait = expectedEnd === null ? 0 : Math.ceil((Date.parse(expectedEnd) - now) / 1000);
  return wait > 0 ? Math.min(wait, LONGEST_S) : SHORTEST_S;
}
