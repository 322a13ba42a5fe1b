/** Where and in which language a visitor reads: the first part of each address, such as `nl-BE`. */
export interface Locale {
  /** BCP 47, as it stands in the address: `ar-AE`. */
  tag: string;
  /** ISO 639-1, small letters. */
  language: string;
  /** ISO 3166-1 alpha-2, capital letters. */
  country: string;
}

/** What a region offers to choose from; the API's `store/region` has these fields. */
export interface Choices {
  languages: string[];
  countries: string[];
  default_language: string;
  default_country: string;
}

const TAG = /^([a-z]{2})-([A-Z]{2})$/;
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** The languages that have a catalogue of the apps' own words. */
export const LANGUAGES = ["en", "nl", "de", "fr", "ar"] as const;

export function makeLocale(language: string, country: string): Locale {
  return { tag: `${language}-${country}`, language, country };
}

/** The locale that a tag names, or null if the region does not offer it. The tag's letter case matters, so that a page has one address. */
export function findLocale(tag: string | undefined, choices: Choices): Locale | null {
  const [, language, country] = TAG.exec(tag ?? "") ?? [];
  if (!language || !country) return null;
  const isOffered = choices.languages.includes(language) && choices.countries.includes(country);
  return isOffered ? makeLocale(language, country) : null;
}

/** The best of the region's locales for a browser's `Accept-Language`. */
export function negotiateLocale(acceptLanguage: string | null, choices: Choices): Locale {
  const wanted = preferences(acceptLanguage);
  const language = wanted.map(([name]) => name).find((name) => choices.languages.includes(name));
  const country = wanted.map(([, name]) => name).find((name) => name && choices.countries.includes(name));
  return makeLocale(language ?? choices.default_language, country ?? choices.default_country);
}

export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** Languages and countries in their own words: a reader who lost the way must find their own. */
export function languageName(language: string): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
}

export function countryName(country: string, language: string): string {
  return new Intl.DisplayNames(language, { type: "region" }).of(country) ?? country;
}

/** A moment's day where the shop is, such as "28 November 2026". `moment` is RFC 3339, `timeZone` an IANA name. */
export function formatDay(moment: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(new Date(moment));
}

/** A moment where the shop is, to the minute, such as "28 Nov 2026, 14:05". `moment` is RFC 3339, `timeZone` an IANA name. */
export function formatTime(moment: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
    new Date(moment),
  );
}

interface WorkingDays {
  least: number;
  most: number;
  /** Whose week counts: where it arrives. */
  country: string;
}

/** The days on which something arrives that takes from `least` to `most` working days from `now`, such as "Thu 3 Dec – Wed 9 Dec". `timeZone` is the sender's. */
export function formatArrival(
  { least, most, country }: WorkingDays,
  locale: string,
  timeZone: string,
  now: Date,
): string {
  const today = new Date(`${new Intl.DateTimeFormat("en-CA", { timeZone }).format(now)}T00:00:00Z`);
  const [first, last] = [least, most].map((days) => workingDayAfter(today, days, country)) as [Date, Date];
  const format = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, format).formatRange(first, last);
}

/** The day that is so many working days after `day`; for 0 it, or the first working day after it. Days are midnights of UTC. */
function workingDayAfter(day: Date, days: number, country: string): Date {
  const { weekend } = new Intl.Locale(`und-${country}`).getWeekInfo();
  const found = new Date(day);
  const isFree = () => weekend.includes(found.getUTCDay() || 7);
  const step = () => {
    do found.setUTCDate(found.getUTCDate() + 1);
    while (isFree());
  };
  if (days === 0 && isFree()) step();
  for (let left = days; left > 0; left -= 1) step();
  return found;
}

function preferences(acceptLanguage: string | null): [string, string | undefined][] {
  return (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = Number(
        parameters
          .find((one) => one.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { tag, quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ tag, quality }) => tag && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => {
      const [language = "", country] = tag.split("-");
      return [language.toLowerCase(), country?.toUpperCase()];
    });
}
