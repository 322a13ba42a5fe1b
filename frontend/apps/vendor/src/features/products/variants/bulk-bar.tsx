"use client";

import { Button } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { useState } from "react";
import type { GridColumn } from "./variant-grid";

interface Props {
  columns: GridColumn[];
  /** How many rows are chosen. */
  count: number;
  apply: (column: string, value: string) => void;
  words: Record<"bulk" | "bulk_hint" | "column" | "value" | "apply" | "yes" | "no", string>;
}

/** Puts one value into a column of the chosen rows. Its fields have no names: they are not sent. */
export function BulkBar({ columns, count, apply, words }: Props) {
  const [column, setColumn] = useState(columns[0]?.name ?? "");
  const [value, setValue] = useState("");
  const isSwitch = column === "is_active";
  const given = isSwitch && value !== "on" ? "" : value;
  return (
    <fieldset className="flex flex-wrap items-end gap-3 rounded-lg border border-line p-4">
      <legend className="px-1 font-medium text-sm">{words.bulk}</legend>
      <p id="bulk-hint" className="basis-full text-muted text-sm">
        {words.bulk_hint}
      </p>
      <SelectField
        id="bulk-column"
        label={words.column}
        value={column}
        onChange={({ target }) => {
          setColumn(target.value);
          setValue(target.value === "is_active" ? "on" : "");
        }}
      >
        {columns.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </SelectField>
      {isSwitch ? (
        <SelectField
          id="bulk-value"
          label={words.value}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        >
          <option value="on">{words.yes}</option>
          <option value="">{words.no}</option>
        </SelectField>
      ) : (
        <TextField
          id="bulk-value"
          label={words.value}
          value={value}
          dir="ltr"
          onChange={({ target }) => setValue(target.value)}
        />
      )}
      <Button
        type="button"
        look="secondary"
        disabled={count === 0}
        aria-describedby="bulk-hint"
        onClick={() => apply(column, given)}
      >
        {words.apply}
        <bdi className="tabular-nums"> ({count})</bdi>
      </Button>
    </fieldset>
  );
}
