import type { DetailSpecification } from "@globalmarket/api";

export interface YesNo {
  yes: string;
  no: string;
}

/** The value as the language of `locale` writes it, as filters do: `120,5 cm`. */
export function specificationText(
  { kind, text, number, unit, is_so }: DetailSpecification,
  locale: string,
  words: YesNo,
): string {
  if (kind === "yes_no") return is_so ? words.yes : words.no;
  if (kind !== "number") return text;
  const exact = (number ?? "0") as Intl.StringNumericLiteral; // a text, since a binary fraction has fewer digits
  const { language } = new Intl.Locale(locale);
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(exact)} ${unit}`.trim();
}
