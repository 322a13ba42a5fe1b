import type { ProductTextsInputRequest, VendorProduct } from "@globalmarket/api";
import { distinct } from "./new/options";

/** What is written in each language. */
export const TEXTS = ["title", "description_html", "seo_title", "seo_description"] as const;

/** The countries whose boxes (`country.NL`) are ticked, and those of the product's that the form has no box for. */
export function countriesFrom(
  form: FormData,
  product: Pick<VendorProduct, "countries">,
  countries: string[],
): string[] {
  const others = product.countries.filter((code) => !countries.includes(code));
  return [...countries.filter((code) => form.get(`country.${code}`) === "on"), ...others];
}

/** The editor's fields and what they hold for a product: `texts.nl.title`, `brand`. */
export function fieldsOf(product: VendorProduct, languages: string[]): Record<string, string> {
  const texts = languages.flatMap((language) =>
    TEXTS.map((name) => [`texts.${language}.${name}`, product.texts[language]?.[name] ?? ""]),
  );
  const place = [
    ["brand", product.brand],
    ["category_id", product.category_id ?? ""],
    ["tags", product.tags.join(", ")],
    ["tax_class", product.tax_class],
  ];
  return Object.fromEntries([...place, ...texts]);
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

/** Tags parted by commas. */
export function tagsIn(text: string): string[] {
  return distinct(text.split(/[,،;\n]/));
}
