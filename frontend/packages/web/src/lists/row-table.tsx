import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "../server/site";
import { shownColumn } from "./cells";
import type { ListTable } from "./list";

/** Rows of a list in its columns. */
export async function RowTable<Row>({ table, rows }: { table: ListTable<Row>; rows: Row[] }) {
  const { locale, region } = await currentSite();
  const notation = { locale: locale.tag, timeZone: region.timezone };
  return <DataTable {...table} rows={rows} columns={table.columns.map((column) => shownColumn(column, notation))} />;
}
