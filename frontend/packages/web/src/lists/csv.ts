import { BYTE_ORDER_MARK, writeRow } from "../files/table";
import { fileCells, fileTitles, isInFile } from "./cells";
import { chosenColumns } from "./columns";
import type { ListedRows, ListTable } from "./list";

/** A file is for a person's work with a list; what takes more rows is the work of reports. */
export const MOST_ROWS = 10_000;

interface Source<Row> {
  /** The first page, which has been read to know that the list can be read. */
  first: ListedRows<Row>;
  /** The page that begins at a cursor. */
  next: (cursor: string) => Promise<ListedRows<Row>>;
  table: (rows: Row[]) => Promise<ListTable<Row>>;
  /** The keys of the columns, parted by points; undefined for all. */
  columns: string | undefined;
  /** IANA name of the region's. */
  timeZone: string;
  words: {
    currency: string;
    /** The last line of a file that ends before the list does. */
    more: string;
  };
}

/** The list as CSV, a piece for each page of the API's: one page at a time is in memory. */
export async function* csvPieces<Row>({
  first,
  next,
  table,
  columns,
  timeZone,
  words,
}: Source<Row>): AsyncGenerator<string> {
  let page = first;
  let written = 0;
  for (;;) {
    const shown = chosenColumns((await table(page.items)).columns, columns).filter(isInFile);
    const heading = shown.flatMap((column) => fileTitles(column, words.currency));
    if (!written) yield BYTE_ORDER_MARK + writeRow(heading);
    yield page.items.map((row) => writeRow(shown.flatMap((column) => fileCells(column, row, timeZone)))).join("");
    written += page.items.length;
    if (!page.next_cursor) return;
    if (written >= MOST_ROWS) {
      yield writeRow([words.more]);
      return;
    }
    page = await next(page.next_cursor);
  }
}
