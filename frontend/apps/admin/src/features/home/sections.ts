import type { SectionInputKind } from "@globalmarket/api";

export const SECTION_KINDS = [
  "categories",
  "category",
  "new",
  "popular",
  "on_sale",
  "recently_seen",
] as const satisfies readonly SectionInputKind[];

/** Of a home page: the API's limit. */
export const MOST_SECTIONS = 20;

export interface TypedSection {
  kind: SectionInputKind;
  category: string;
  titles: Record<string, string>;
}

/** Rows of the form: those that there are, and some empty ones. */
export function rowCount(sections: number): number {
  return Math.min(MOST_SECTIONS, sections + 3);
}

/** The sections that a form has, by their places; a row without a kind is none. Equal places keep the rows' order. */
export function typedSections(form: FormData, languages: readonly string[]): TypedSection[] {
  return chosenRows(form).map(({ row, kind }) => {
    const titles = languages.map((language) => [language, textIn(form, `title.${row}.${language}`)] as const);
    const category = kind === "category" ? textIn(form, `category.${row}`) : "";
    return { kind, category, titles: Object.fromEntries(titles.filter(([, title]) => title)) };
  });
}

/** The form's names of the sections' fields, by the API's: the API counts sections, the form rows. */
export function sectionNames(form: FormData, languages: readonly string[]): Record<string, string> {
  const rows = chosenRows(form);
  const names = rows.flatMap(({ row }, place) => [
    [`sections.${place}.kind`, `kind.${row}`],
    [`sections.${place}.category`, `category.${row}`],
    [`sections.${place}.titles`, `title.${row}.${languages[0]}`],
    ...languages.map((language) => [`sections.${place}.titles.${language}`, `title.${row}.${language}`]),
  ]);
  const kinds = rows.map(({ kind }) => kind);
  const twice = rows.find(({ kind }, place) => kind !== "category" && kinds.indexOf(kind) < place) ?? rows[0];
  return { sections: `kind.${twice?.row ?? 0}`, ...Object.fromEntries(names) };
}

function chosenRows(form: FormData): { row: number; kind: SectionInputKind }[] {
  const rows = Array.from({ length: MOST_SECTIONS }, (_, row) => ({
    row,
    place: Number(textIn(form, `place.${row}`)) || row + 1,
    kind: SECTION_KINDS.find((kind) => kind === textIn(form, `kind.${row}`)),
  }));
  const chosen = rows.sort((one, other) => one.place - other.place || one.row - other.row);
  return chosen.flatMap(({ row, kind }) => (kind ? [{ row, kind }] : []));
}

function textIn(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
