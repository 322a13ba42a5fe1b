import type { ShippingMethodDetail, ShippingZoneDetail } from "@globalmarket/api";
import { decimal, type Money, parseAmount } from "@globalmarket/money";
import { countOf } from "@globalmarket/web/forms/counts";

interface Region {
  languages: string[];
  currencies: { code: string }[];
}

const AMOUNTS = ["price", "free_over"] as const;

/** The names of the fields of a way to deliver that are about money: `price.EUR`, `free_over.EUR`. */
export function amountNames({ currencies }: Region): string[] {
  return currencies.flatMap(({ code }) => AMOUNTS.map((kind) => `${kind}.${code}`));
}

/** The fields of a way to deliver and what they hold. */
export function methodValues(method: ShippingMethodDetail, { languages, currencies }: Region): Record<string, string> {
  const amount = (amounts: Money[], code: string) => {
    const found = amounts.find(({ currency }) => currency === code);
    return found ? String(decimal(found)) : "";
  };
  return Object.fromEntries([
    ...languages.map((code) => [`names.${code}`, method.names[code] ?? ""]),
    ["zone_id", method.zone_id],
    ...currencies.flatMap(({ code }) => [
      [`price.${code}`, amount(method.prices, code)],
      [`free_over.${code}`, amount(method.free_over, code)],
    ]),
    ["min_days", String(method.min_days)],
    ["max_days", String(method.max_days)],
  ]);
}

/** Of the amounts those that are none. */
export function wrongAmounts(values: Record<string, string>, region: Region): string[] {
  return amountNames(region).filter(
    (name) => values[name]?.trim() && !parseAmount(values[name].trim(), name.slice(-3)),
  );
}

/** What was typed, for the API. An empty name or amount is none. */
export function methodFrom(values: Record<string, string>, { languages, currencies }: Region) {
  const moneyIn = (kind: string): Money[] =>
    currencies.flatMap(({ code }) => parseAmount((values[`${kind}.${code}`] ?? "").trim(), code) ?? []);
  const names = languages.map((code) => [code, (values[`names.${code}`] ?? "").trim()]).filter(([, name]) => name);
  return {
    names: Object.fromEntries(names) as Record<string, string>,
    prices: moneyIn("price"),
    free_over: moneyIn("free_over"),
    min_days: countOf(values.min_days ?? "") ?? -1, // the API says what is wrong with it
    max_days: countOf(values.max_days ?? "") ?? -1,
  };
}

/** The fields of a zone and what they hold; countries that the region has no more are left out. */
export function zoneValues({ name, countries }: ShippingZoneDetail, ofRegion: string[]): Record<string, string> {
  const boxes = ofRegion.map((country) => [`country.${country}`, countries.includes(country) ? "on" : ""]);
  return { name, ...Object.fromEntries(boxes) };
}
