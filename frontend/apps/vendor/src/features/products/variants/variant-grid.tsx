"use client";

import { Button } from "@globalmarket/ui/button";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { DraftKeeper, type DraftWords } from "@globalmarket/web/forms/draft-keeper";
import { type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { useRef, useState } from "react";
import { saveVariants } from "./actions";
import { BulkBar } from "./bulk-bar";
import { fieldName } from "./typed";
import { VariantTable } from "./variant-table";

export interface GridRow {
  id: string;
  name: string;
  /** What its box says: "Choose S / Red". */
  choose: string;
}

export interface GridColumn {
  name: string;
  label: string;
}

interface Props {
  productId: string;
  rows: GridRow[];
  columns: GridColumn[];
  values: Record<string, string>;
  words: Record<
    "variant" | "choose_all" | "bulk" | "bulk_hint" | "column" | "value" | "apply" | "save" | "yes" | "no",
    string
  >;
  draft: DraftWords;
}

/** The table of variants: typed into cell by cell, or many rows at once; saved together. */
export function VariantGrid({ productId, rows, columns, values, words, draft }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { state, isSending, form } = useServerForm<FormState | null>(saveVariants, null, (_before, sent, message) =>
    unsent(message, Object.fromEntries([...sent].map(([name, value]) => [name, String(value)]))),
  );
  const apply = (column: string, value: string) => {
    for (const id of chosen) {
      const field = element.current?.elements.namedItem(fieldName(id, column));
      if (!(field instanceof HTMLInputElement)) continue;
      if (field.type === "checkbox") field.checked = value === "on";
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const errors = Object.entries(state?.errors ?? {}).map(([name, message]) => ({ id: `variants-${name}`, message }));
  return (
    <form {...form} ref={element} noValidate className="flex flex-col gap-4">
      <DraftKeeper id="variants" answer={state} words={draft} />
      {state?.message && (
        <FormSummary kind={state.kind} message={state.message} errors={errors} attempt={state.attempt} />
      )}
      <input type="hidden" name="product" value={productId} />
      {rows.length > 1 && <BulkBar columns={columns} count={chosen.size} apply={apply} words={words} />}
      <VariantTable
        key={state?.attempt}
        rows={rows}
        columns={columns}
        values={{ ...values, ...state?.values }}
        seen={state?.values.seen ?? JSON.stringify(values)}
        errors={state?.errors ?? {}}
        chosen={chosen}
        choose={setChosen}
        words={words}
      />
      <Button type="submit" disabled={isSending} className="self-start">
        {words.save}
      </Button>
    </form>
  );
}
