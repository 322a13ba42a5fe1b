import type {
  CreateProductRequest,
  ProductOption,
  ProductTextsInputRequest,
  VariantInputRequest,
} from "@globalmarket/api";
import { parseAmount } from "@globalmarket/money";
import { countOf } from "@globalmarket/web/forms/counts";
import { TEXTS, tagsIn } from "../editing";
import { shownText } from "./like";
import { combinations, labelOf, MOST_VARIANTS, readOptions, signatureOf, type TypedOption } from "./options";

/** A new product as its form has it, for the API. */
export interface Draft {
  body: CreateProductRequest;
  /** How many units there are of each variant of `body`, in its order; null where nothing was typed. */
  stock: (number | null)[];
  /** The form's rows that became variants, in the order of `body`: rows may be left out. */
  rows: number[];
  /** What distinguishes each of them. */
  labels: string[];
  /** Fields with something that is no amount, and with something that is no whole number. */
  wrongAmounts: string[];
  wrongCounts: string[];
  /** More variants than a product may have. */
  isTooMany: boolean;
}

interface Region {
  languages: string[];
  currencies: string[];
}

/**
 * What the API and the stock are sent for what was typed. A row of the table of variants stands before what is typed for all variants; rows
 * that were made of other options than those that came are passed over, as where the browser runs no scripts. `like` has the options of the
 * product that this one is made like.
 */
export function draftOf(
  typed: Record<string, string>,
  { languages, currencies }: Region,
  language: string,
  like: ProductOption[] = [],
): Draft {
  const options = readOptions(typed);
  const chosen = combinations(options);
  const isTooMany = chosen.length > MOST_VARIANTS;
  const hasRows = options.length > 0 && typed.rows === signatureOf(options);
  const draft: Draft = {
    body: { texts: textsOf(typed, languages), variants: [] },
    stock: [],
    rows: [],
    labels: [],
    wrongAmounts: [],
    wrongCounts: [],
    isTooMany,
  };
  for (const [row, option_values] of isTooMany ? [] : chosen.entries()) {
    if (hasRows && typed[`variants.${row}.skip`] === "on") continue;
    const named = (name: string) =>
      hasRows && typed[`variants.${row}.${name}`]?.trim() ? `variants.${row}.${name}` : name;
    const variant: VariantInputRequest = { option_values, prices: pricesOf(typed, named, currencies, draft) };
    const sku = typed[hasRows ? `variants.${row}.sku` : "sku"]?.trim();
    if (sku && (hasRows || !options.length)) variant.sku = sku;
    const weight = counted(typed, "weight_g", draft);
    if (weight !== null) variant.weight_g = weight;
    draft.body.variants.push(variant);
    draft.stock.push(counted(typed, named("stock"), draft));
    draft.rows.push(row);
    draft.labels.push(labelOf(options, option_values));
  }
  if (options.length > 0) {
    draft.body.options = options.map((option, place) => optionFrom(option, place, language, like));
  }
  if (typed.brand) draft.body.brand = typed.brand;
  if (typed.category_id) draft.body.category_id = typed.category_id;
  if (typed.tags) draft.body.tags = tagsIn(typed.tags);
  if (typed.tax_class) draft.body.tax_class = typed.tax_class as NonNullable<CreateProductRequest["tax_class"]>;
  return { ...draft, wrongAmounts: [...new Set(draft.wrongAmounts)], wrongCounts: [...new Set(draft.wrongCounts)] };
}

/** What was typed is in the reader's language; what still stands as the other product has it keeps all its languages. */
function optionFrom({ name, values }: TypedOption, place: number, language: string, like: ProductOption[]) {
  const isShown = (text: string) => (texts: Record<string, string>) => shownText(texts, language) === text;
  const known = like.find((option) => isShown(name)(option.name)) ?? like[place];
  const named = known && isShown(name)(known.name) ? known.name : { [language]: name };
  return {
    name: name ? named : {},
    values: values.map((text) => known?.values.find(isShown(text)) ?? { [language]: text }),
  };
}

function pricesOf(
  typed: Record<string, string>,
  named: (name: string) => string,
  currencies: string[],
  draft: Draft,
): VariantInputRequest["prices"] {
  return currencies.flatMap((currency) => {
    const name = named(`price.${currency}`);
    const text = typed[name]?.trim();
    if (!text) return [];
    const price = parseAmount(text, currency);
    if (!price) draft.wrongAmounts.push(name);
    return price ? [price] : [];
  });
}

function counted(typed: Record<string, string>, name: string, draft: Draft): number | null {
  const text = typed[name]?.trim();
  if (!text) return null;
  const count = countOf(text);
  if (count === null) draft.wrongCounts.push(name);
  return count;
}

/** The languages of which anything is written. */
function textsOf(typed: Record<string, string>, languages: string[]): Record<string, ProductTextsInputRequest> {
  const written = languages.filter((language) => TEXTS.some((name) => typed[`texts.${language}.${name}`]?.trim()));
  return Object.fromEntries(
    written.map((language) => {
      const of = (name: string) => typed[`texts.${language}.${name}`] ?? "";
      const [title = "", description_html, seo_title, seo_description] = TEXTS.map(of);
      return [language, { title, description_html, seo_title, seo_description }];
    }),
  );
}

/** The form's own names of the fields that the API found something wrong with. */
export function formNames({ rows }: Draft, currencies: string[], hasOptions: boolean): Record<string, string> {
  const [currency = ""] = currencies;
  const base = { "options.0.name": "option.0.name", "options.0.values": "option.0.values" };
  const more = { "options.1.name": "option.1.name", "options.1.values": "option.1.values" };
  const last = { "options.2.name": "option.2.name", "options.2.values": "option.2.values" };
  const ofRows = rows.flatMap((row, place) => {
    const to = hasOptions ? `variants.${row}.` : "";
    return [
      [`variants.${place}.sku`, `${to}sku`],
      [`variants.${place}.prices`, `${to}price.${currency}`],
      [`variants.${place}.weight_g`, "weight_g"],
    ];
  });
  return { ...base, ...more, ...last, ...Object.fromEntries(ofRows) };
}
