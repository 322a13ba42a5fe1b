/** The form that the boxes in a list belong to. */
export const CHOSEN_FORM = "chosen-rows";
export const CHOSEN = "chosen";

/** More are not on a page of a list. */
const MOST_CHOSEN = 50;

export interface ChosenRow {
  /** An id, with a colon and the version behind it where the change names one. */
  id: string;
  /** What the person knows the row by. */
  name: string;
}

/** What a box says of its row. */
export function boxValue({ id, name }: ChosenRow): string {
  return `${id} ${name}`;
}

/** The rows that boxes name, each once; what has no id of the list's is left out. */
export function readChosen(values: string[], ids: RegExp): ChosenRow[] {
  const named = values.flatMap((value) => {
    const [, id = "", name = ""] = /^(\S+) (.*)$/s.exec(value) ?? [];
    return ids.test(id) ? [{ id, name: name || id }] : [];
  });
  return [...new Map(named.map((row) => [row.id, row])).values()].slice(0, MOST_CHOSEN);
}

/** The ids of a list, by their prefix; with a version where the rows are edited. */
export function idsOf(prefix: string, { withVersion = false } = {}): RegExp {
  return new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}${withVersion ? ":\\d{1,10}" : ""}$`);
}
