"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useActionState } from "react";
import type { OrderOutcome } from "./actions";
import { reorder } from "./reorder-actions";

interface Props {
  orderId: string;
  idempotencyKey: string;
  label: string;
}

export function ReorderForm({ orderId, idempotencyKey, label }: Props) {
  const first: OrderOutcome = { kind: "success", message: "", key: idempotencyKey };
  const [outcome, send, isSending] = useActionState(reorder, first);
  return (
    <form action={send} className="flex flex-col gap-3">
      <input type="hidden" name="order_id" value={orderId} />
      <Button type="submit" look="secondary" disabled={isSending} className="w-full">
        {label}
      </Button>
      {outcome.message && <Notice kind={outcome.kind}>{outcome.message}</Notice>}
    </form>
  );
}
