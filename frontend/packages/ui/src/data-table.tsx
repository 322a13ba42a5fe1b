import type { ReactNode } from "react";

export interface Column<Row> {
  /** The header cell's text; it also keys the column. */
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and amounts stand at the end of their column. */
  isNumber?: boolean;
  /** In place of the title in the header cell, with the same words: a link that orders the rows. */
  head?: ReactNode;
  /** How the rows are ordered by the column. */
  sorted?: "ascending" | "descending" | undefined;
}

interface Props<Row> {
  /** Names the table for screen readers, and its scrolling frame. */
  caption: string;
  /** The first one heads each row. */
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
}

const CELL = "px-4 py-3 align-middle";

function cellClass(isNumber = false): string {
  return `${CELL} ${isNumber ? "text-end tabular-nums" : "text-start"}`;
}

/** Rows under headers. On a narrow screen it scrolls inside its frame, never the page. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  const [first, ...others] = columns;
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="relative overflow-x-auto rounded-xl border border-line bg-raised"
    >
      <table className="w-full min-w-max border-collapse lg:min-w-0 text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="border-line border-b bg-sunken text-muted">
          <tr>
            {columns.map(({ title, isNumber, head, sorted }) => (
              <th key={title} scope="col" aria-sort={sorted} className={`${cellClass(isNumber)} font-medium`}>
                {head ?? title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowKey(row)} className="hover:bg-sunken">
              <th scope="row" className={`${cellClass()} font-semibold`}>
                {first?.cell(row)}
              </th>
              {others.map(({ title, cell, isNumber }) => (
                <td key={title} className={cellClass(isNumber)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
