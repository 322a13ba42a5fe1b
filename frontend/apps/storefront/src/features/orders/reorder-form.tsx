"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import type { OrderOutcome } from "./actions";
import { unsentAbout } from "./outcome";
import { reorder } from "./reorder-actions";

interface Props {
  orderId: string;
  idempotencyKey: string;
  label: string;
}

export function ReorderForm({ orderId, idempotencyKey, label }: Props) {
  const first: OrderOutcome = { kind: "success", message: "", key: idempotencyKey };
  const { state: outcome, isSending, form } = useServerForm(reorder, first, unsentAbout);
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="order_id" value={orderId} />
      <Button type="submit" look="secondary" disabled={isSending} className="w-full">
        {label}
      </Button>
      {outcome.message && <Notice kind={outcome.kind}>{outcome.message}</Notice>}
    </form>
  );
}
