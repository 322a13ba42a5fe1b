import { DataTable } from "@globalmarket/ui/data-table";
import type { Figures } from "./form-state";

/** The figures that a form answered with. */
export function FigureTable({ figures: { caption, columns, rows } }: { figures: Figures }) {
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
