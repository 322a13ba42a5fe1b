"use client";

import { Button } from "@globalmarket/ui/button";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { DraftKeeper, type DraftWords } from "@globalmarket/web/forms/draft-keeper";
import { type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { useState } from "react";
import { saveSpecifications } from "./actions";
import { EMPTY, nameIn, type Row, rowsFrom } from "./rows";
import { SpecificationRow, type SpecificationWords } from "./specification-row";

const BLANK = 2; // rows to begin with

export interface Suggested {
  name: string;
  values: string[];
  units: string[];
}

interface Props {
  productId: string;
  stored: Row[];
  /** Rows that others of the category have, without a value. */
  asked: Row[];
  suggested: Suggested[];
  /** The language that is written first; `others` are folded away. */
  main: string;
  /** The language by which a row is known. */
  keyLanguage: string;
  others: { code: string; name: string }[];
  words: SpecificationWords & { add: string; save: string };
  draft: DraftWords;
}

/** A row for each specification, those that the category asks for, and empty ones. Without scripts two can be added at a time. */
export function SpecificationForm({ productId, stored, asked, keyLanguage, words, draft, ...row }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(
    saveSpecifications,
    null,
    (_before, sent, message) => {
      const rows = rowsFrom(sent, [row.main, ...row.others.map(({ code }) => code)]);
      return unsent(message, { rows: JSON.stringify(rows), seen: String(sent.get("seen")) });
    },
  );
  const held: Row[] = state?.values.rows ? JSON.parse(state.values.rows) : stored;
  const names = new Set(held.map((one) => nameIn(one, keyLanguage).toLowerCase()));
  const open = asked.filter((one) => !names.has(nameIn(one, keyLanguage).toLowerCase()));
  const errors = Object.entries(state?.errors ?? {}).map(([name, message]) => ({
    id: `specifications-${name}`,
    message,
  }));
  return (
    <form {...form} noValidate className="flex flex-col gap-4">
      <DraftKeeper id="specifications" answer={state} words={draft} />
      {state?.message && (
        <FormSummary kind={state.kind} message={state.message} errors={errors} attempt={state.attempt} />
      )}
      <input type="hidden" name="product" value={productId} />
      <input type="hidden" name="seen" value={state?.values.seen ?? JSON.stringify(stored)} />
      <Rows key={state?.attempt} rows={[...held, ...open]} errors={state?.errors ?? {}} words={words} {...row} />
      <Button type="submit" disabled={isSending} className="self-start">
        {words.save}
      </Button>
    </form>
  );
}

interface RowsProps extends Pick<Props, "suggested" | "main" | "others" | "words"> {
  rows: Row[];
  errors: Record<string, string>;
}

function Rows({ rows, words, suggested, ...rest }: RowsProps) {
  const [count, setCount] = useState(rows.length + BLANK);
  const shown = Array.from({ length: Math.max(count, rows.length + BLANK) }, (_, place) => rows[place] ?? EMPTY);
  return (
    <>
      <datalist id="specification-names">
        {suggested.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <input
        type="hidden"
        name="rows"
        value={shown.length}
        onInput={({ currentTarget }) => setCount(Math.min(Number(currentTarget.value) || 0, 50))} // a draft had more rows
      />
      <div className="flex flex-col divide-y divide-line rounded-xl border border-line">
        {shown.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in their places, and are only ever added at the end
          <SpecificationRow key={place} place={place} row={row} words={words} suggested={suggested} {...rest} />
        ))}
      </div>
      <Button look="secondary" className="self-start" onClick={() => setCount(shown.length + 1)}>
        {words.add}
      </Button>
    </>
  );
}
