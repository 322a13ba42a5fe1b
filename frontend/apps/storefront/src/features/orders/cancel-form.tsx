"use client";

import { Button } from "@globalmarket/ui/button";
import { SelectField } from "@globalmarket/ui/field";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { cancelUnits, type OrderOutcome } from "./actions";
import { unsentAbout } from "./outcome";
import { UnitChoice } from "./unit-choice";
import type { LineUnits } from "./units";

interface Props {
  orderId: string;
  units: LineUnits[];
  idempotencyKey: string;
  reasons: { value: string; text: string }[];
  words: { title: string; hint: string; reason: string; send: string; sending: string; quantityOf: string };
}

/** Which units not to send any more, and why. */
export function CancelForm({ orderId, units, idempotencyKey, reasons, words }: Props) {
  const first: OrderOutcome = { kind: "success", message: "", key: idempotencyKey };
  const { state: outcome, isSending, form } = useServerForm(cancelUnits, first, unsentAbout);
  return (
    <>
      {outcome.message && <Notice kind={outcome.kind}>{outcome.message}</Notice>}
      {units.length > 0 && (
        <details className="rounded-2xl border border-line bg-raised px-5" open={outcome.kind === "problem"}>
          <summary className="py-4 font-semibold">{words.title}</summary>
          <form {...form} className="flex flex-col gap-4 pb-5">
            <p className="text-muted text-sm">{words.hint}</p>
            <input type="hidden" name="order_id" value={orderId} />
            <UnitChoice
              units={units.map(({ lineId, open, ...line }) => ({ ...line, name: `cancel.${lineId}`, most: open }))}
              quantityOf={words.quantityOf}
            />
            <SelectField id="reason" name="reason" label={words.reason}>
              {reasons.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </SelectField>
            <Button type="submit" look="danger" aria-disabled={isSending} className="self-start">
              {isSending ? words.sending : words.send}
            </Button>
          </form>
        </details>
      )}
    </>
  );
}
