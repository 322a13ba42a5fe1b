import type { ProblemView } from "@globalmarket/api";

const COLUMNS = ["row", "severity", "column", "handle", "code", "message"] as const;
const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would run

/** The rows' problems as CSV (RFC 4180), with a byte order mark, by which spreadsheets know UTF-8. */
export function problemFile(problems: ProblemView[]): string {
  const lines = problems.map((problem) => COLUMNS.map((name) => cell(String(problem[name]))).join(","));
  return `\uFEFF${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
