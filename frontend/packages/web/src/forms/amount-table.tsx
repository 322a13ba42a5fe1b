import { DataTable } from "@globalmarket/ui/data-table";
import type { Amounts } from "./form-state";

/** The amounts that a form answered with. */
export function AmountTable({ amounts: { caption, columns, rows } }: { amounts: Amounts }) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={([name = ""]) => name}
      columns={columns.map((title, place) => ({
        title,
        isNumber: place > 0,
        cell: (row: string[]) => <bdi className="whitespace-nowrap">{row[place]}</bdi>,
      }))}
    />
  );
}
