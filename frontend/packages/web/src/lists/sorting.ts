import type { Region } from "@globalmarket/api";
import type { Asked } from "./filters";

/** The parameters of the address, and of the API, that order a list. */
export const SORT = "sort";
export const CURRENCY = "currency";

/** What a column is compared as. An amount is compared within one currency. */
export type SortedAs = "text" | "time" | "amount";

/** By what the API can sort a list, by the API's names; a minus before a name turns the direction round. */
export interface Sorting {
  by: Record<string, SortedAs>;
  /** The order without `sort`, such as `-placed_at`; absent where no column says it. */
  usual?: string;
}

/** How a list is ordered: what of it stands in the address. */
export interface Order {
  sort?: string | undefined;
  /** Of an order by amounts, where it is not the region's default one. */
  currency?: string | undefined;
}

interface Money {
  currencies: readonly string[];
  usual: string;
}

/** The currencies of a region, in which amounts are compared. */
export function moneyOf({ currencies, default_currency }: Pick<Region, "currencies" | "default_currency">): Money {
  return { currencies: currencies.map(({ code }) => code), usual: default_currency };
}

/** The order in an address. What no list could be ordered by is left out: an old link still shows a list. */
export function readOrder(asked: Asked, sorting: Sorting | undefined, money: Money): Order {
  const [sort = ""] = [asked[SORT]].flat();
  const sortedAs = sorting?.by[nameIn(sort)];
  if (!sorting || !sortedAs || sort === sorting.usual) return {};
  const [currency = ""] = [asked[CURRENCY]].flat();
  const isOther = sortedAs === "amount" && currency !== money.usual && money.currencies.includes(currency);
  return isOther ? { sort, currency } : { sort };
}

/** The order that a column's head leads to: the other direction of the present one, else the one that is looked for most. */
export function orderBy(name: string, sorting: Sorting, present: Order): Order {
  const sort = present.sort ?? sorting.usual ?? "";
  const sortedAs = sorting.by[name];
  const descends = nameIn(sort) === name ? !sort.startsWith("-") : sortedAs !== "text";
  const wanted = descends ? `-${name}` : name;
  if (wanted === sorting.usual) return {};
  return sortedAs === "amount" ? { ...present, sort: wanted } : { sort: wanted };
}

/** How the list is ordered by that column now, as `aria-sort` says it; undefined if it is not. */
export function directionOf(
  name: string,
  sorting: Sorting,
  { sort = sorting.usual ?? "" }: Order,
): "ascending" | "descending" | undefined {
  if (nameIn(sort) !== name) return undefined;
  return sort.startsWith("-") ? "descending" : "ascending";
}

/** Whether the list is ordered by an amount, and so has one currency alone. */
export function isByAmount(sorting: Sorting | undefined, { sort = "" }: Order): boolean {
  return sorting?.by[nameIn(sort)] === "amount";
}

function nameIn(sort: string): string {
  return sort.replace(/^-/, "");
}
