import { parseDecimal } from "@globalmarket/money";

/** What a page got as its address's query. */
export type SearchParams = Record<string, string | string[] | undefined>;

export const SORTS = ["relevance", "newest", "sold", "price_asc", "price_desc", "rating"] as const;
export type Sort = (typeof SORTS)[number];

const LISTS = new Set(["brand", "category", "vendor"]);
const PRICES = new Set(["price_min", "price_max"]);
const SINGLE = new Set(["q", "sort", "cursor"]);
/** Filters that are on or not there. */
export const SWITCHES = ["delivered", "in_stock", "on_sale"] as const;
export type Switch = (typeof SWITCHES)[number];
/** What says how to search or to show, and narrows nothing. */
const MANNERS = ["q", "exact", "sort", "cursor"];

/**
 * The filters of a list of products. They live in the address, under the API's names, so that a list can be shared and gone back
 * to. Prices stand there as people write them, "19.99".
 */
export class Filters {
  private constructor(private readonly entries: readonly (readonly [string, string])[]) {}

  /** What the address says; parameters that are none of ours (campaigns' marks) are left out. */
  static from(parameters: SearchParams): Filters {
    const entries = Object.entries(parameters).flatMap(([name, value]) =>
      isFilter(name)
        ? [value ?? []]
            .flat()
            .filter(Boolean)
            .map((one) => [name, one] as const)
        : [],
    );
    return new Filters(entries.filter(([name, value]) => isSensible(name, value)));
  }

  /** What a query string says, such as `sort=sold&category=home`. */
  static fromQuery(query: string): Filters {
    const names = [...new URLSearchParams(query).keys()];
    return Filters.from(Object.fromEntries(names.map((name) => [name, new URLSearchParams(query).getAll(name)])));
  }

  all(name: string): string[] {
    return this.entries.filter(([key]) => key === name).map(([, value]) => value);
  }

  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  has(name: string, value: string): boolean {
    return this.all(name).includes(value);
  }

  /** Those that narrow the list, in the order in which they were chosen: what a reader sees as chips. */
  get narrowing(): readonly (readonly [string, string])[] {
    return this.entries.filter(([name]) => !MANNERS.includes(name));
  }

  /** With `name` set to these values alone. The page starts over, since a cursor belongs to its filters. */
  with(name: string, ...values: string[]): Filters {
    const others = this.entries.filter(([key]) => key !== name && key !== "cursor");
    return new Filters([...others, ...values.map((value) => [name, value] as const)]);
  }

  /** All of what narrows the list lifted: what was searched for stays, and the order. */
  withoutNarrowing(): Filters {
    return this.narrowing.reduce((rest: Filters, [name]) => rest.without(name), this.without("cursor"));
  }

  without(name: string, value?: string): Filters {
    return new Filters(
      this.entries.filter(
        ([key, one]) => key !== "cursor" && !(key === name && (value === undefined || one === value)),
      ),
    );
  }

  /** The query of an address, with its question mark; empty without filters. */
  toQuery(): string {
    const query = new URLSearchParams(this.entries.map(([name, value]) => [name, value])).toString();
    return query && `?${query}`;
  }

  /** The API's parameters; prices become minor units of `currency`. */
  forApi(currency: string): Record<string, string | number | boolean | string[]> {
    const parameters: Record<string, string | number | boolean | string[]> = {};
    for (const [name, value] of this.entries) {
      if (LISTS.has(name) || name.startsWith("option.")) parameters[name] = this.all(name);
      else if (PRICES.has(name)) parameters[name] = parseDecimal(value, currency)?.minor ?? [];
      else if (isOnOrAbsent(name)) parameters[name] = true;
      else parameters[name] = value;
    }
    return parameters;
  }
}

export function isSwitch(name: string): name is Switch {
  return (SWITCHES as readonly string[]).includes(name);
}

function isOnOrAbsent(name: string): boolean {
  return isSwitch(name) || name === "exact";
}

function isFilter(name: string): boolean {
  return (
    isOnOrAbsent(name) ||
    [LISTS, PRICES, SINGLE].some((known) => known.has(name)) ||
    /^option\.[\p{L}\p{N}_-]+$/u.test(name)
  );
}

function isSensible(name: string, value: string): boolean {
  if (PRICES.has(name)) return /^\d{1,12}(\.\d{0,3})?$/.test(value);
  if (name === "sort") return (SORTS as readonly string[]).includes(value);
  if (isOnOrAbsent(name)) return value === "true";
  return true;
}
