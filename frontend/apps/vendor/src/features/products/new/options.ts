/** What the variants of a new product differ in, as typed: a name, and values. */
export interface TypedOption {
  name: string;
  values: string[];
}

export const MOST_OPTIONS = 3; // the API's limit
export const MOST_VARIANTS = 250; // the API's limit

/** The options that were typed into the fields `option.0.name` and `option.0.values` and their like; those without values are none. */
export function readOptions(typed: Record<string, string>): TypedOption[] {
  return Array.from({ length: MOST_OPTIONS }, (_, place) => ({
    name: (typed[`option.${place}.name`] ?? "").trim(),
    values: valuesIn(typed[`option.${place}.values`] ?? ""),
  })).filter(({ values }) => values.length > 0);
}

/** Values parted by semicolons, or else by commas, of any script; each once. So a value can hold a comma: `valuesText` writes them. */
export function valuesIn(text: string): string[] {
  return distinct(text.split(/[;؛\n]/.test(text) ? /[;؛\n]/ : /[,،]/));
}

/** The values as `valuesIn` reads them: one with a comma, alone, is ended by a semicolon. */
export function valuesText(values: string[]): string {
  const text = values.join("; ");
  return values.length === 1 && /[,،]/.test(text) ? `${text};` : text;
}

/** The parts that hold something, each once, whatever its case. */
export function distinct(parts: string[]): string[] {
  const found = new Map<string, string>();
  for (const part of parts) {
    const value = part.trim();
    if (value && !found.has(value.toLowerCase())) found.set(value.toLowerCase(), value);
  }
  return [...found.values()];
}

/** One index of a value for each option, for every variant there can be, in order. Without options there is one variant. */
export function combinations(options: TypedOption[]): number[][] {
  return options.reduce<number[][]>(
    (made, { values }) => made.flatMap((chosen) => values.map((_, place) => [...chosen, place])),
    [[]],
  );
}

/** What tells the variant from the others: "Blue / M". */
export function labelOf(options: TypedOption[], chosen: number[]): string {
  return chosen.map((place, option) => options[option]?.values[place] ?? "").join(" / ");
}

/** By which the server knows that the table of variants was made of the options that came with it. */
export function signatureOf(options: TypedOption[]): string {
  return JSON.stringify(options.map(({ values }) => values));
}
