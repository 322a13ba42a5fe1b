import type { CellRequest, ProblemView } from "@globalmarket/api";

/** The cells with an error, each once; what has no column, such as a quote that is never closed, is mended in the file. */
export function mendable(problems: ProblemView[]): ProblemView[] {
  const cells = problems.filter(({ severity, column }) => severity === "error" && column);
  return [...new Map(cells.map((cell) => [`${cell.row} ${cell.column}`, cell])).values()];
}

/** What was typed into the form's cells, without those that stand as they were: `row.0`, `column.0`, `was.0`, `cell.0`. */
export function mended(form: FormData): CellRequest[] {
  const places = [...form.keys()].filter((name) => name.startsWith("cell.")).map((name) => name.slice("cell.".length));
  const of = (name: string, place: string) => String(form.get(`${name}.${place}`) ?? "");
  return places
    .filter((place) => of("cell", place) !== of("was", place))
    .map((place) => ({ row: Number(of("row", place)), column: of("column", place), value: of("cell", place) }));
}
