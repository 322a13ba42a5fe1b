import type { VendorProduct } from "@globalmarket/api";
import { decimal } from "@globalmarket/money";
import { fieldsOf } from "../editing";
import { valuesText } from "./options";

/** An option's name or value as the form shows it: in the reader's language, or in one that it has. */
export function shownText(texts: Record<string, string>, language: string): string {
  return texts[language] ?? Object.values(texts)[0] ?? "";
}

/** What the form of a new product holds at first, made like another one: all but its SKUs, its stock and its pictures. */
export function valuesLike(
  product: VendorProduct,
  languages: string[],
  currencies: string[],
  language: string,
): Record<string, string> {
  const text = (texts: Record<string, string>) => shownText(texts, language);
  const { options, variants } = product;
  const own = fieldsOf(product, languages);
  const typed = options.flatMap(({ name, values }, place) => [
    [`option.${place}.name`, text(name)],
    [`option.${place}.values`, valuesText(values.map(text))],
  ]);
  const [first] = variants;
  const prices = (variant: VendorProduct["variants"][number], prefix: string) =>
    variant.prices
      .filter(({ currency }) => currencies.includes(currency))
      .map((price) => [`${prefix}price.${price.currency}`, String(decimal(price))]);
  const rows = variants.flatMap((variant) => {
    const chosen = variant.option_values.map((value, option) => text(options[option]?.values[value] ?? {}));
    return options.length ? prices(variant, `row.${chosen.join(" / ")}.`) : [];
  });
  const base = first && !options.length ? prices(first, "") : [];
  const weight = first?.weight_g ? [["weight_g", String(first.weight_g)]] : [];
  return { ...own, ...Object.fromEntries([...typed, ...base, ...rows, ...weight]) };
}
