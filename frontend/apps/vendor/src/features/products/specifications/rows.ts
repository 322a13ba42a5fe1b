import type { Specification, SpecificationInputRequest, SuggestedSpecification } from "@globalmarket/api";

export const KINDS = ["choice", "number", "yes_no", "text"] as const;

type Texts = Record<string, string>;

/** A specification as the form has it: every field is a text, and those of other kinds are empty. */
export interface Row {
  kind: Specification["kind"];
  name: Texts;
  text: Texts;
  number: string;
  unit: string;
  is_so: string;
}

export const EMPTY: Row = { kind: "choice", name: {}, text: {}, number: "", unit: "", is_so: "" };

export function rowOf({ kind, name, text, number, unit, is_so }: Specification): Row {
  const answer = is_so === null ? "" : is_so ? "yes" : "no";
  return { kind, name, text, number: number ?? "", unit, is_so: answer };
}

/** A row that asks for what others of the category say; it has no value yet. */
export function rowLike({ kind, name, units }: SuggestedSpecification): Row {
  return { ...EMPTY, kind, name, unit: units[0] ?? "" };
}

/** The name of a field: `spec.3.name.nl`, `spec.3.number`. */
export function fieldName(row: number, field: string): string {
  return `spec.${row}.${field}`;
}

/** The rows that were sent. One without a value says nothing, and is left out. */
export function rowsFrom(form: FormData, languages: string[]): Row[] {
  const places = [...form.keys()].flatMap((name) => /^spec\.(\d+)\.kind$/.exec(name)?.[1] ?? []);
  return places.map((place) => rowAt(form, Number(place), languages)).filter(hasValue);
}

function rowAt(form: FormData, place: number, languages: string[]): Row {
  const held = (field: string) => String(form.get(fieldName(place, field)) ?? "").trim();
  const texts = (field: string) =>
    Object.fromEntries(languages.map((code) => [code, held(`${field}.${code}`)]).filter(([, text]) => text));
  const kind = KINDS.find((one) => one === held("kind")) ?? "text";
  const row = { ...EMPTY, kind, name: texts("name") };
  if (kind === "number") return { ...row, number: decimalOf(held("number")), unit: held("unit") };
  return kind === "yes_no" ? { ...row, is_so: held("is_so") } : { ...row, text: texts("text") };
}

function hasValue({ kind, text, number, is_so }: Row): boolean {
  if (kind === "number") return number !== "";
  return kind === "yes_no" ? is_so !== "" : Object.keys(text).length > 0;
}

const ARABIC_DIGIT = /[٠-٩]/g;
const AMBIGUOUS = /^-?[1-9]\d*,\d{3}$/; // a thousand, or one and a quarter

/** A number as its country writes it, for the API: `120,5` is 120.5. What could be two numbers, or is none, stays, and the API refuses it. */
function decimalOf(text: string): string {
  const latin = text.replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) - 0x660));
  const plain = latin.replace(/[,٫]/, ".");
  return /^-?\d+(\.\d*)?$/.test(plain) && !AMBIGUOUS.test(latin) ? plain : text;
}

export function requestOf({ kind, name, text, number, unit, is_so }: Row): SpecificationInputRequest {
  if (kind === "number") return { kind, name, number, unit };
  return kind === "yes_no" ? { kind, name, is_so: is_so === "yes" } : { kind, name, text };
}

/** A choice that others of the category have made, in the languages in which they say it. */
export function completed(row: Row, suggestions: SuggestedSpecification[]): Row {
  const alike = suggestions.find((one) => one.kind === row.kind && shares(one.name, row.name));
  const value = row.kind === "choice" ? alike?.values.find((one) => shares(one, row.text)) : undefined;
  return { ...row, name: { ...alike?.name, ...row.name }, text: { ...value, ...row.text } };
}

/** Whether two texts say the same in the languages that both have. */
function shares(one: Texts, other: Texts): boolean {
  const both = Object.keys(one).filter((language) => language in other);
  return both.length > 0 && both.every((language) => same(one[language], other[language]));
}

function same(one = "", other = ""): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The name in that language, else in any. */
export function nameIn({ name }: Pick<Row, "name">, language: string): string {
  return name[language] || Object.values(name)[0] || "";
}

/** What a row says, in that language where it has it. */
export function valueText(row: Row, language: string, words: { yes: string; no: string }): string {
  if (row.kind === "number") return `${row.number} ${row.unit}`.trim();
  if (row.kind === "yes_no") return row.is_so === "yes" ? words.yes : words.no;
  return row.text[language] || Object.values(row.text)[0] || "";
}
