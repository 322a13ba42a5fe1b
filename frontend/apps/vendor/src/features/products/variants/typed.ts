import type { VariantInputRequest, VendorProduct, VendorVariant } from "@globalmarket/api";
import { decimal, parseAmount } from "@globalmarket/money";
import { countOf } from "@globalmarket/web/forms/counts";

type Typed = Record<string, string>;
type Money = VendorVariant["prices"][number];

/** Fields of a variant that have no currency. */
export const PLAIN = ["sku", "barcode", "weight_g"] as const;

/** Columns of the table: `price.EUR`, `compare_at.EUR`, `stock.whs_…`, `sku`, `barcode`, `weight_g`, `is_active`. */
export function columnsOf(currencies: string[], warehouseIds: string[]): string[] {
  const amounts = ["price", "compare_at"].flatMap((kind) => currencies.map((currency) => `${kind}.${currency}`));
  return [...amounts, ...warehouseIds.map((id) => `stock.${id}`), ...PLAIN, "is_active"];
}

/** The name of a field: `price.var_….EUR`, `stock.var_….whs_…`, `sku.var_…`. */
export function fieldName(id: string, column: string): string {
  const [kind, key] = column.split(".");
  return key ? `${kind}.${id}.${key}` : `${kind}.${id}`;
}

/** The table's fields and what they hold for a product. */
export function variantFieldsOf(product: VendorProduct, currencies: string[]): Typed {
  const amount = (amounts: Money[], currency: string) => {
    const found = amounts.find((one) => one.currency === currency);
    return found ? String(decimal(found)) : "";
  };
  const entries = product.variants.flatMap((variant) => [
    ...currencies.map((code) => [fieldName(variant.id, `price.${code}`), amount(variant.prices, code)]),
    ...currencies.map((code) => [fieldName(variant.id, `compare_at.${code}`), amount(variant.compare_at, code)]),
    [fieldName(variant.id, "sku"), variant.sku],
    [fieldName(variant.id, "barcode"), variant.barcode],
    [fieldName(variant.id, "weight_g"), String(variant.weight_g)],
    [fieldName(variant.id, "is_active"), variant.is_active ? "on" : ""],
  ]);
  return Object.fromEntries(entries);
}

interface Read {
  variants: VariantInputRequest[];
  /** The fields with something that is no amount, and with something that is no whole number. */
  wrongAmounts: string[];
  wrongCounts: string[];
}

/**
 * All variants with what was typed, since the API replaces them as a whole. An empty amount takes that currency's away; a field that the
 * form did not have, because another person has added its variant in between, leaves it alone.
 */
export function variantsFrom(typed: Typed, product: VendorProduct, currencies: string[]): Read {
  const wrongAmounts: string[] = [];
  const wrongCounts: string[] = [];
  const amounts = (id: string, kind: string, known: Money[]) => {
    const shown = currencies.filter((currency) => fieldName(id, `${kind}.${currency}`) in typed);
    const read = shown.flatMap((currency) => {
      const name = fieldName(id, `${kind}.${currency}`);
      const text = (typed[name] ?? "").trim();
      const amount = text ? parseAmount(text, currency) : null;
      if (text && !amount) wrongAmounts.push(name);
      return amount ? [amount] : [];
    });
    return [...known.filter(({ currency }) => !shown.includes(currency)), ...read];
  };
  const variants = product.variants.map((variant): VariantInputRequest => {
    const { id, option_values, requires_shipping } = variant;
    const plain = (name: (typeof PLAIN)[number]) => typed[fieldName(id, name)]?.trim() ?? String(variant[name]);
    const weight = countOf(plain("weight_g") || "0");
    if (weight === null) wrongCounts.push(fieldName(id, "weight_g"));
    const isActive = typed[fieldName(id, "is_active")];
    return {
      id,
      option_values,
      requires_shipping,
      sku: plain("sku"),
      barcode: plain("barcode"),
      weight_g: weight ?? variant.weight_g,
      is_active: isActive === undefined ? variant.is_active : isActive === "on",
      prices: amounts(id, "price", variant.prices),
      compare_at: amounts(id, "compare_at", variant.compare_at),
    };
  });
  return { variants, wrongAmounts, wrongCounts };
}

interface Merged {
  /** What is stored now, with what the person has changed. */
  typed: Typed;
  /** The fields that both have changed, to something else. */
  conflicts: string[];
}

/** What a person has typed over `seen` put upon what is stored `now`: two people who change other cells lose nothing. */
export function merge(typed: Typed, seen: Typed, now: Typed): Merged {
  const mine = Object.keys(typed).filter((name) => name in now && typed[name] !== seen[name]);
  const conflicts = mine.filter((name) => now[name] !== seen[name] && now[name] !== typed[name]);
  return { typed: { ...now, ...Object.fromEntries(mine.map((name) => [name, typed[name] ?? ""])) }, conflicts };
}
