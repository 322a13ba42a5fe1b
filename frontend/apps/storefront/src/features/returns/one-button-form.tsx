"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import type { OrderOutcome } from "@/features/orders/actions";
import { unsentAbout } from "@/features/orders/outcome";

interface Props {
  action: (before: OrderOutcome, form: FormData) => Promise<OrderOutcome>;
  /** What is sent to the action. */
  fields: Record<string, string>;
  idempotencyKey: string;
  label: string;
  look?: "primary" | "secondary";
}

/** One thing that the customer can do about a return. */
export function OneButtonForm({ action, fields, idempotencyKey, label, look = "secondary" }: Props) {
  const first: OrderOutcome = { kind: "success", message: "", key: idempotencyKey };
  const { state: outcome, isSending, form } = useServerForm(action, first, unsentAbout);
  return (
    <form {...form} className="flex flex-col gap-3">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" look={look} aria-disabled={isSending} className="self-start">
        {label}
      </Button>
      {outcome.message && <Notice kind={outcome.kind}>{outcome.message}</Notice>}
    </form>
  );
}
