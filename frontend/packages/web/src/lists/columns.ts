import type { Asked } from "./filters";
import type { ListColumn } from "./list";

/** The parameter of the address that names the columns to show. */
export const COLUMNS = "columns";
const MOST = 500;

/** The keys of the columns that an address asks for, parted by points; undefined for all. Boxes of a form send one key each. */
export function readColumns(asked: Asked): string | undefined {
  const keys = [asked[COLUMNS]].flat().filter(Boolean).join(".").slice(0, MOST);
  return /^[\w.-]+$/.test(keys) ? keys : undefined;
}

/** The chosen columns, in the table's own order. The first one is always among them; a choice of none that is known shows all. */
export function chosenColumns<Row>(columns: ListColumn<Row>[], chosen: string | undefined): ListColumn<Row>[] {
  const keys = new Set(chosen?.split("."));
  const some = columns.filter(({ key }, place) => place === 0 || keys.has(key));
  return columns.some(({ key }) => keys.has(key)) ? some : columns;
}
