import { type Asked, readFilters } from "@globalmarket/web/lists/filters";

/** A period of the books in one currency: both days are included, and are the region's. */
export interface BooksPeriod {
  currency: string;
  since: string;
  until: string;
}

interface Place {
  timezone: string;
  currencies: readonly { code: string }[];
}

/** The period that an address asks for; without one the month that `now` is in, up to that day, in the region's first currency. */
export function periodOf(asked: Asked, { timezone, currencies }: Place, now: Date): BooksPeriod {
  const codes = currencies.map(({ code }) => code);
  const { currency, since, until } = readFilters(asked, {
    currency: { kind: "one", of: codes },
    since: { kind: "day" },
    until: { kind: "day" },
  });
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" }).format(now);
  const last = until ?? today;
  const first = since ?? `${last.slice(0, 8)}01`;
  const [, end = last] = [first, last].toSorted();
  return { currency: currency ?? codes[0] ?? "", since: first, until: end };
}
