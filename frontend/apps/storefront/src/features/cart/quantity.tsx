"use client";

import { Minus, Plus } from "lucide-react";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { changeQuantity } from "./edit-actions";
import { OutcomeNotice } from "./edit-form";
import { latestOnly } from "./latest-only";
import type { Outcome } from "./outcome";
import { useCartEditing } from "./settling";

const STEP = "inline-flex size-11 items-center justify-center rounded-lg hover:bg-sunken";

interface Props {
  lineId: string;
  quantity: number;
  words: { quantity: string; less: string; more: string; set: string; failed: string };
}

/**
 * How many of a line. Only the number is optimistic: it shows what was asked for until the cart answers, and what the cart has
 * if it refuses. Quick clicks become one change.
 */
export function Quantity({ lineId, quantity, words }: Props) {
  const [sent, send] = useActionState(changeQuantity, null);
  const [answer, setAnswer] = useState<Outcome | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const [change] = useState(() => latestOnly((form: FormData) => changeQuantity(null, form)));
  const { edit } = useCartEditing();
  const shown = wanted ?? quantity;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    const target = Math.max(0, Math.trunc(Number(form.get("quantity"))) + Number(form.get("step") ?? 0));
    if (target === quantity && wanted === null) return;
    form.set("quantity", String(target));
    form.delete("step");
    setWanted(target);
    edit(async () => {
      const last = await change(form).catch(() => ({ answer: { kind: "problem", message: words.failed } as const }));
      if (!last) return; // a later change has replaced this one
      startTransition(() => {
        setAnswer(last.answer);
        setWanted(null);
      });
    });
  };
  return (
    <form action={send} onSubmit={submit} className="flex flex-col items-start gap-2">
      <input type="hidden" name="line_id" value={lineId} />
      <button type="submit" className="sr-only" tabIndex={-1}>
        {words.set}
      </button>
      <div className="flex items-center rounded-lg border border-edge">
        <button type="submit" name="step" value="-1" aria-label={words.less} className={STEP}>
          <Minus aria-hidden className="size-4" />
        </button>
        <input
          key={shown}
          name="quantity"
          aria-label={words.quantity}
          defaultValue={shown}
          inputMode="numeric"
          pattern="[0-9]*"
          autoComplete="off"
          maxLength={4}
          dir="ltr"
          onBlur={(event) => event.currentTarget.value !== String(shown) && event.currentTarget.form?.requestSubmit()}
          className="h-11 w-11 bg-transparent text-center tabular-nums"
        />
        <button type="submit" name="step" value="1" aria-label={words.more} className={STEP}>
          <Plus aria-hidden className="size-4" />
        </button>
      </div>
      <OutcomeNotice outcome={answer ?? sent} />
    </form>
  );
}
