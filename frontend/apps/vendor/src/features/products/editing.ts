import type { ProductTextsInputRequest, VariantInputRequest, VendorProduct, VendorVariant } from "@globalmarket/api";
import { decimal, parseAmount } from "@globalmarket/money";
import { distinct } from "./new/options";

/** What is written in each language. */
export const TEXTS = ["title", "description_html", "seo_title", "seo_description"] as const;

/** The editor's fields and what they hold for a product: `texts.nl.title`, `brand`, `price.var_….EUR`. */
export function fieldsOf(product: VendorProduct, languages: string[], currencies: string[]): Record<string, string> {
  const texts = languages.flatMap((language) =>
    TEXTS.map((name) => [`texts.${language}.${name}`, product.texts[language]?.[name] ?? ""]),
  );
  const prices = product.variants.flatMap(({ id, prices: amounts }) =>
    currencies.map((currency) => {
      const price = amounts.find((amount) => amount.currency === currency);
      return [`price.${id}.${currency}`, price ? String(decimal(price)) : ""];
    }),
  );
  const place = [
    ["brand", product.brand],
    ["category_id", product.category_id ?? ""],
    ["tags", product.tags.join(", ")],
    ["tax_class", product.tax_class],
  ];
  return Object.fromEntries([...place, ...texts, ...prices]);
}

/** The texts that were typed, for the API; null takes a language away, whose title is empty. */
export function textsFrom(
  typed: Record<string, string>,
  product: VendorProduct,
  languages: string[],
): Record<string, ProductTextsInputRequest | null> {
  const entries = languages.flatMap((language): [string, ProductTextsInputRequest | null][] => {
    const of = (name: string) => typed[`texts.${language}.${name}`] ?? "";
    const isEmpty = TEXTS.every((name) => !of(name).trim());
    if (isEmpty) return product.texts[language] ? [[language, null]] : [];
    const [title, description_html, seo_title, seo_description] = TEXTS.map(of);
    return [[language, { title: title ?? "", description_html, seo_title, seo_description }]];
  });
  return Object.fromEntries(entries);
}

interface Priced {
  variants: VariantInputRequest[];
  /** The fields with something that is no amount. */
  wrong: string[];
}

/**
 * All variants with the prices that were typed, since the API replaces them as a whole. An empty field takes that currency's price away; one
 * that the form did not have, because another person has added its variant in between, leaves it alone.
 */
export function variantsFrom(typed: Record<string, string>, product: VendorProduct, currencies: string[]): Priced {
  const wrong: string[] = [];
  const variants = product.variants.map((variant) => {
    const nameOf = (currency: string) => `price.${variant.id}.${currency}`;
    const shown = currencies.filter((currency) => nameOf(currency) in typed);
    const others = variant.prices.filter(({ currency }) => !shown.includes(currency));
    const prices = shown.flatMap((currency) => {
      const name = nameOf(currency);
      const text = (typed[name] ?? "").trim();
      if (!text) return [];
      const price = parseAmount(text, currency);
      if (!price) wrong.push(name);
      return price ? [price] : [];
    });
    return { ...asInput(variant), prices: [...others, ...prices] };
  });
  return { variants, wrong };
}

/** Tags parted by commas. */
export function tagsIn(text: string): string[] {
  return distinct(text.split(/[,،;\n]/));
}

/** The names that the form had, with what a field holds now. */
export function onlyNames(now: Record<string, string>, names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(now).filter(([name]) => names.includes(name)));
}

/** The fields that another person has changed since `before`, with what they hold now. */
export function changedSince(before: Record<string, string>, now: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => name in before && before[name] !== value));
}

function asInput(variant: VendorVariant): VariantInputRequest {
  const { id, sku, barcode, option_values, prices, compare_at, weight_g, requires_shipping, is_active } = variant;
  return { id, sku, barcode, option_values, prices, compare_at, weight_g, requires_shipping, is_active };
}
