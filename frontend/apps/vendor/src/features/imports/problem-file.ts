import type { ProblemView } from "@globalmarket/api";
import { writeTable } from "@globalmarket/web/files/table";

const COLUMNS = ["row", "severity", "column", "handle", "code", "message"] as const;

/** The rows' problems as a file for a spreadsheet. `last` is a line that says that there are more, where there are. */
export function problemFile(problems: ProblemView[], last?: string): string {
  const rows = problems.map((problem) => COLUMNS.map((name) => String(problem[name])));
  return writeTable([
    [...COLUMNS],
    ...rows,
    ...(last ? [COLUMNS.map((name) => (name === "message" ? last : ""))] : []),
  ]);
}
