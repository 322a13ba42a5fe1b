import { parseTable } from "@globalmarket/web/files/table";
import { countOf } from "@globalmarket/web/forms/counts";

export interface CountedRow {
  sku: string;
  on_hand: number;
}

export interface CountFile {
  rows: CountedRow[];
  /** Lines that have no SKU or no whole number, as spreadsheets number them. */
  wrong: number[];
}

/** A list of SKUs with units, as CSV: the SKU first, the units second. A first line without a number is a heading. */
export function readCountFile(text: string): CountFile {
  const found: CountFile = { rows: [], wrong: [] };
  for (const [place, [sku = "", units = ""]] of parseTable(text).entries()) {
    const on_hand = countOf(units);
    if (sku && on_hand !== null) found.rows.push({ sku, on_hand });
    else if (place > 0) found.wrong.push(place + 1);
  }
  return found;
}
