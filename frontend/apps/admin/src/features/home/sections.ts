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
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const rows = Array.from({ length: MOST_SECTIONS }, (_, row) => ({
    row,
    place: Number(text(`place.${row}`)) || row + 1,
    kind: SECTION_KINDS.find((kind) => kind === text(`kind.${row}`)),
  }));
  const chosen = rows.sort((one, other) => one.place - other.place || one.row - other.row);
  return chosen.flatMap(({ row, kind }) => {
    if (!kind) return [];
    const titles = languages.map((language) => [language, text(`title.${row}.${language}`)] as const);
    const category = kind === "category" ? text(`category.${row}`) : "";
    return [{ kind, category, titles: Object.fromEntries(titles.filter(([, title]) => title)) }];
  });
}
