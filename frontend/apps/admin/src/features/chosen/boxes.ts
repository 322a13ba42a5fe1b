import type { Boxes } from "@globalmarket/web/forms/form-state";

/** The form that the boxes in a list belong to. */
export const CHOSEN_FORM = "chosen-rows";
export const CHOSEN = "chosen";
/** The boxes of the rows that the form asks about. */
const ASKED = "asked";

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

/**
 * The rows that a form is about: those ticked in the list, and after its question those that are still ticked in it. Whatever became of the
 * list's boxes since, nothing is done with a row that the person does not see in the question.
 */
export function rowsOf(form: FormData, ids: RegExp): ChosenRow[] {
  return readChosen(form.getAll(form.has("confirmed") ? ASKED : CHOSEN).map(String), ids);
}

/** Boxes for the question, ticked: without scripts those of the list are empty then. */
export function boxesOf(legend: string, rows: ChosenRow[]): Boxes {
  return { legend, name: ASKED, options: rows.map((row) => ({ value: boxValue(row), label: row.name })) };
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
