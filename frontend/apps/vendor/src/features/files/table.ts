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

const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would run

/** CSV (RFC 4180), with a byte order mark, by which spreadsheets know UTF-8. Nothing in it is run as a formula. */
export function writeTable(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
