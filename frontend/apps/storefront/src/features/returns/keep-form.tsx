"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import type { OrderOutcome } from "@/features/orders/actions";
import { unsentAbout } from "@/features/orders/outcome";
import { keepProducts } from "./return-actions";

interface Props {
  orderId: string;
  returnId: string;
  idempotencyKey: string;
  label: string;
}

/** A return that the customer does not want any more. */
export function KeepForm({ orderId, returnId, idempotencyKey, label }: Props) {
  const first: OrderOutcome = { kind: "success", message: "", key: idempotencyKey };
  const { state: outcome, isSending, form } = useServerForm(keepProducts, first, unsentAbout);
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="order_id" value={orderId} />
      <input type="hidden" name="return_id" value={returnId} />
      <Button type="submit" look="secondary" aria-disabled={isSending} className="self-start">
        {label}
      </Button>
      {outcome.message && <Notice kind={outcome.kind}>{outcome.message}</Notice>}
    </form>
  );
}
