"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { isChecked, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { useEffect, useRef } from "react";
import { type ChoosableUnits, UnitChoice } from "@/features/orders/unit-choice";
import { CreditChoice } from "./credit-choice";
import { withdraw } from "./withdraw-actions";
import { typedStatement, type WithdrawalState } from "./withdrawal-state";

interface Props {
  orderId: string;
  /** Of the customer, as far as the order says it. */
  name: string;
  units: ChoosableUnits[];
  /** The refund of what is sent back can be store credit. */
  takesCredit: boolean;
  idempotencyKey: string;
  words: Record<
    | "quantityOf"
    | "name"
    | "asCredit"
    | "asCreditHint"
    | "review"
    | "confirm"
    | "sending"
    | "back"
    | "declaration"
    | "by",
    string
  >;
}

/** The statement, and after it the same to be confirmed. */
export function WithdrawForm({ orderId, name, units, takesCredit, idempotencyKey, words }: Props) {
  const values = Object.fromEntries([["name", name], ...units.map((line) => [line.name, String(line.most)])]);
  const first: WithdrawalState = {
    ...{ kind: "success", message: "", errors: {}, values, attempt: "" },
    ...{ step: "statement", key: idempotencyKey },
  };
  const { state, isSending, form } = useServerForm(withdraw, first, ({ step, key }, sent, message) => ({
    ...unsent(message, typedStatement(sent)),
    step,
    key,
  }));
  return (
    <form {...form} noValidate className="flex flex-col gap-5">
      {state.message && <Summary state={state} label={words.name} />}
      <input type="hidden" name="order_id" value={orderId} />
      <div key={state.attempt} className="contents">
        {state.step === "confirm" ? (
          <Declaration state={state} units={units} words={words} isSending={isSending} />
        ) : (
          <>
            <TextField
              id="name"
              name="name"
              label={words.name}
              defaultValue={state.values.name ?? ""}
              error={state.errors.name}
              autoComplete="name"
              dir="auto"
              maxLength={200}
              required
            />
            <UnitChoice
              units={units.map((line) => ({ ...line, chosen: Number(state.values[line.name] ?? line.most) }))}
              quantityOf={words.quantityOf}
            />
            {takesCredit && (
              <CreditChoice
                label={words.asCredit}
                hint={words.asCreditHint}
                isChosen={isChecked(state.values, "as_store_credit")}
              />
            )}
            <Button type="submit" name="step" value="review" disabled={isSending} className="self-start">
              {words.review}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

function Summary({ state, label }: { state: WithdrawalState; label: string }) {
  const errors = Object.entries(state.errors).map(([id, text]) => ({ id, message: `${label}: ${text}` }));
  return <FormSummary kind={state.kind} message={state.message} errors={errors} attempt={state.attempt} />;
}

type DeclarationProps = Pick<Props, "units" | "words"> & { state: WithdrawalState; isSending: boolean };

/** What is about to be declared, with the one button that does it. */
function Declaration({ state, units, words, isSending }: DeclarationProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []); // it has taken the place of what was filled in
  const chosen = units.filter((line) => Number(state.values[line.name]) > 0);
  return (
    <>
      <section ref={place} tabIndex={-1} className="flex flex-col gap-3 rounded-2xl border border-line bg-raised p-5">
        <p>{words.declaration}</p>
        <ul className="list-disc ps-5">
          {chosen.map((line) => (
            <li key={line.name}>
              {state.values[line.name]} × <bdi>{line.title}</bdi>{" "}
              {line.optionText && <bdi className="text-muted">{line.optionText}</bdi>}
              {line.note && <span className="block text-muted text-sm">{line.note}</span>}
            </li>
          ))}
        </ul>
        {isChecked(state.values, "as_store_credit") && <p>{words.asCredit}</p>}
        <p>
          {words.by} <bdi className="font-medium">{state.values.name}</bdi>
        </p>
      </section>
      {Object.entries(state.values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="step" value="confirm" aria-disabled={isSending}>
          {isSending ? words.sending : words.confirm}
        </Button>
        <Button type="submit" name="step" value="back" look="secondary">
          {words.back}
        </Button>
      </div>
    </>
  );
}
