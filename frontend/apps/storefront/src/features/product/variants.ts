import type { DetailVariant, ProductDetail } from "@globalmarket/api";
import type { SearchParams } from "@/features/catalog/filters";

/** One value of an option, and what choosing it leads to. */
export interface OptionValue {
  label: string;
  isChosen: boolean;
  /** Some variant with it, and with what else is chosen, can be bought. */
  isAvailable: boolean;
  /** The address's query that chooses it. */
  query: string;
}

export interface Choice {
  /** Null until each option has a value. */
  variant: DetailVariant | null;
  options: { key: string; name: string; values: OptionValue[] }[];
}

/**
 * The variant that the address names: a value's label for each option (`?colour=Camel`), so that an address can be shared, works
 * without scripts, and shows at once what is sold out. Without a choice it is the first variant that can be bought.
 */
export function chooseVariant(product: ProductDetail, parameters: SearchParams): Choice {
  const named = product.options.map(({ key, values }) => values.indexOf(String(parameters[key] ?? "")));
  const isNamed = named.some((value) => value >= 0);
  const first = product.variants.find(isSold) ?? product.variants[0];
  const values = isNamed || !first ? named : first.option_values;
  const chosen = values.map((value, option) => (value >= 0 ? value : (first?.option_values[option] ?? -1)));
  return {
    variant: product.variants.find((variant) => isSame(variant.option_values, chosen)) ?? null,
    options: product.options.map(({ key, name, values: labels }, option) => ({
      key,
      name,
      values: labels.map((label, value) => {
        const changed = chosen.with(option, value);
        return {
          label,
          isChosen: chosen[option] === value,
          isAvailable: product.variants.some((variant) => isSame(variant.option_values, changed) && isSold(variant)),
          query: queryOf(product, changed),
        };
      }),
    })),
  };
}

/** It has a price here and is in stock. */
export function isSold(variant: DetailVariant): boolean {
  return variant.price !== null && variant.stock !== "out";
}

function isSame(one: number[], other: number[]): boolean {
  return one.length === other.length && one.every((value, place) => value === other[place]);
}

function queryOf(product: ProductDetail, chosen: number[]): string {
  const pairs = product.options.map(({ key, values }, option) => [key, values[chosen[option] ?? -1] ?? ""]);
  return `?${new URLSearchParams(pairs)}`;
}
