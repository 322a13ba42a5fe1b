/** The rows of a CSV file (RFC 4180), with commas, semicolons or tabs, as its first line has them. Cells are trimmed; empty lines are left out at the end. */
export function parseTable(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, "");
  const [first = ""] = plain.split(/\r?\n/, 1);
  const separator = ["\t", ";", ","].find((one) => first.includes(one)) ?? ",";
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at];
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (plain[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === "") {
      cell = "";
      isQuoted = true;
    } else if (sign === separator) endCell();
    else if (sign === "\n") {
      endCell();
      rows.push(row);
      row = [];
    } else if (sign !== "\r") cell += sign;
  }
  endCell();
  rows.push(row);
  while (rows.at(-1)?.every((one) => !one)) rows.pop();
  return rows;
}

// What a spreadsheet would run, also behind what some take for the beginning of a cell; the backend's kit/spreadsheets.py has the same.
const FORMULA = /(^|[;\t\r\n])(?=[ '\u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** By which spreadsheets know that a file is UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** CSV (RFC 4180) with a byte order mark. Nothing in it is run as a formula. */
export function writeTable(rows: string[][]): string {
  return BYTE_ORDER_MARK + rows.map(writeRow).join("");
}

/** One line of CSV. */
export function writeRow(row: string[]): string {
  return `${row.map(cellOf).join(",")}\r\n`;
}

function cellOf(text: string): string {
  const safe = NUMBER.test(text) ? text : text.replace(FORMULA, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
