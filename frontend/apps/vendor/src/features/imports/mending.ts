import type { CellRequest, ProblemView } from "@globalmarket/api";

/**
 * The cells with an error, each once. What has no column, such as a quote that is never closed, and what is too long to be shown whole, is
 * mended in the file.
 */
export function mendable(problems: ProblemView[]): ProblemView[] {
  const cells = problems.filter(
    ({ severity, column, is_value_cut }) => severity === "error" && column && !is_value_cut,
  );
  return [...new Map(cells.map((cell) => [`${cell.row} ${cell.column}`, cell])).values()];
}

/** Whether there is a cell with an error that is too long to be mended here. */
export function hasLongOnes(problems: ProblemView[]): boolean {
  return problems.some(({ severity, column, is_value_cut }) => severity === "error" && column && is_value_cut);
}

/** Whether a cell needs a field of several lines: one of a single line would lose them. */
export function hasLines(value: string): boolean {
  return /[\r\n]/.test(value);
}

/** What was typed into the form's cells, without those that stand as they were: `row.0`, `column.0`, `was.0`, `cell.0`. */
export function mended(form: FormData): CellRequest[] {
  const places = [...form.keys()].filter((name) => name.startsWith("cell.")).map((name) => name.slice("cell.".length));
  const of = (name: string, place: string) => withPlainBreaks(String(form.get(`${name}.${place}`) ?? ""));
  return places
    .filter((place) => of("cell", place) !== of("was", place))
    .map((place) => ({ row: Number(of("row", place)), column: of("column", place), value: of("cell", place) }));
}

/** A browser sends every line break of a form as two characters, whatever was in the field. */
function withPlainBreaks(value: string): string {
  return value.replace(/\r\n?/g, "\n");
}
