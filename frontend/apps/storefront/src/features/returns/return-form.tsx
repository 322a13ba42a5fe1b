"use client";

import { Button } from "@globalmarket/ui/button";
import { SelectField, TextArea, TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { isChecked, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { type ChoosableUnits, UnitChoice } from "@/features/orders/unit-choice";
import { CreditChoice } from "./credit-choice";
import { ExchangeChoice, type ExchangeField } from "./exchange-choice";
import { requestReturn } from "./return-actions";
import { type ReturnState, typedReturn } from "./return-state";

interface Props {
  orderId: string;
  units: ChoosableUnits[];
  reasons: { value: string; text: string }[];
  /** What can be had instead of the money, by line. */
  exchanges: ExchangeField[];
  /** The refund can be store credit. */
  takesCredit: boolean;
  idempotencyKey: string;
  words: Record<
    | "quantityOf"
    | "reason"
    | "choose"
    | "comment"
    | "optional"
    | "photos"
    | "photosHint"
    | "attached"
    | "instead"
    | "insteadHint"
    | "moneyBack"
    | "asCredit"
    | "asCreditHint"
    | "send"
    | "sending",
    string
  >;
}

/** Which units to return, why, and what is wrong with them. */
export function ReturnForm({ orderId, units, reasons, exchanges, takesCredit, idempotencyKey, words }: Props) {
  const first: ReturnState = {
    ...{ kind: "success", message: "", errors: {}, values: {}, attempt: "" },
    ...{ photoIds: [], key: idempotencyKey },
  };
  const { state, isSending, form } = useServerForm(requestReturn, first, ({ photoIds, key }, sent, message) => ({
    ...unsent(message, typedReturn(sent)),
    photoIds,
    key,
  }));
  return (
    <form {...form} noValidate className="flex flex-col gap-5">
      {state.message && <Summary state={state} words={words} />}
      <input type="hidden" name="order_id" value={orderId} />
      <div key={state.attempt} className="contents">
        <UnitChoice
          units={units.map((line) => ({ ...line, chosen: Number(state.values[line.name] ?? 0) }))}
          quantityOf={words.quantityOf}
        />
        <SelectField
          id="reason"
          name="reason"
          label={words.reason}
          error={state.errors.reason}
          defaultValue={state.values.reason ?? ""}
        >
          <option value="">{words.choose}</option>
          {reasons.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
        <TextArea
          id="comment"
          name="comment"
          label={words.comment}
          optional={words.optional}
          error={state.errors.comment}
          defaultValue={state.values.comment ?? ""}
          rows={4}
          maxLength={2000}
          dir="auto"
        />
        <ExchangeChoice fields={exchanges} values={state.values} errors={state.errors} words={words} />
        {takesCredit && (
          <CreditChoice
            label={words.asCredit}
            hint={words.asCreditHint}
            isChosen={isChecked(state.values, "as_store_credit")}
          />
        )}
      </div>
      <TextField
        id="photos"
        name="photos"
        type="file"
        accept="image/jpeg,image/png"
        multiple
        label={words.photos}
        optional={words.optional}
        hint={state.photoIds.length ? `${words.attached} ${state.photoIds.length}` : words.photosHint}
        error={state.errors.photos}
      />
      <Button type="submit" aria-disabled={isSending} className="self-start">
        {isSending ? words.sending : words.send}
      </Button>
    </form>
  );
}

function Summary({ state, words }: { state: ReturnState; words: Props["words"] }) {
  const labels: Record<string, string> = { reason: words.reason, comment: words.comment, photos: words.photos };
  const errors = Object.entries(state.errors).map(([id, text]) => ({
    id,
    message: labels[id] ? `${labels[id]}: ${text}` : text,
  }));
  return <FormSummary kind={state.kind} message={state.message} errors={errors} attempt={state.attempt} />;
}
