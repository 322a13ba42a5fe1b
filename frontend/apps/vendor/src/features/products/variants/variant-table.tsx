"use client";

import { fieldName } from "./typed";
import type { GridColumn, GridRow } from "./variant-grid";

interface Props {
  rows: GridRow[];
  columns: GridColumn[];
  values: Record<string, string>;
  /** What the fields held when the person began: their changes are what differs from it. */
  seen: string;
  errors: Record<string, string>;
  chosen: ReadonlySet<string>;
  choose: (chosen: ReadonlySet<string>) => void;
  words: Record<"variant" | "choose_all", string>;
}

const CELL = "px-3 py-2 align-top text-start";
const BOX = "size-5 accent-brand";

/** A row for each variant, a field for each of its columns. What was seen stays as it was when the table was opened. */
export function VariantTable({ rows, columns, values, seen, errors, chosen, choose, words }: Props) {
  const isAll = rows.every(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <section
      aria-label={words.variant}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="relative overflow-x-auto rounded-xl border border-line"
    >
      <input type="hidden" name="seen" defaultValue={seen} />
      <table className="w-full min-w-max border-collapse text-sm">
        <thead className="border-line border-b bg-sunken text-muted">
          <tr>
            {rows.length > 1 && (
              <th scope="col" className={CELL}>
                <input
                  type="checkbox"
                  checked={isAll}
                  aria-label={words.choose_all}
                  onChange={() => choose(new Set(isAll ? [] : rows.map(({ id }) => id)))}
                  className={BOX}
                />
              </th>
            )}
            {[words.variant, ...columns.map(({ label }) => label)].map((label) => (
              <th key={label} scope="col" className={`${CELL} font-medium`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id}>
              {rows.length > 1 && (
                <td className={CELL}>
                  <input
                    type="checkbox"
                    checked={chosen.has(row.id)}
                    aria-label={row.choose}
                    onChange={() => toggle(row.id)}
                    className={BOX}
                  />
                </td>
              )}
              <th scope="row" className={`${CELL} pt-4 font-semibold`}>
                <bdi>{row.name}</bdi>
              </th>
              {columns.map((column) => (
                <Cell key={column.name} row={row} column={column} values={values} errors={errors} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({
  row,
  column,
  values,
  errors,
}: { row: GridRow; column: GridColumn } & Pick<Props, "values" | "errors">) {
  const name = fieldName(row.id, column.name);
  const error = errors[name];
  const common = {
    id: `variants-${name}`,
    name,
    "aria-label": `${column.label} · ${row.name}`,
    ...(error && { "aria-invalid": true, "aria-describedby": `variants-${name}-error` }),
  };
  if (!(name in values)) return <td className={`${CELL} pt-4 text-muted`}>–</td>; // it is sold without counting
  const isBox = column.name === "is_active";
  const isShort = column.name === "weight_g" || column.name.includes(".");
  return (
    <td className={CELL}>
      {isBox ? (
        <span className="flex min-h-11 items-center">
          <input {...common} type="checkbox" defaultChecked={values[name] === "on"} className={BOX} />
        </span>
      ) : (
        <input
          {...common}
          dir="ltr"
          inputMode={isShort ? "decimal" : "text"}
          defaultValue={values[name]}
          className={`min-h-11 rounded-lg border border-edge bg-surface px-2 text-ink aria-invalid:border-sale aria-invalid:bg-sale-soft ${isShort ? "w-24" : "w-40"}`}
        />
      )}
      {error && (
        <p id={`variants-${name}-error`} className="max-w-40 whitespace-normal text-sale text-sm">
          {error}
        </p>
      )}
    </td>
  );
}
