import type { OrderState, PaymentState, PaymentStatus, VendorOrderState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const ORDER_TONES: Record<OrderState | VendorOrderState, Tone> = {
  awaiting_payment: "warn",
  confirmed: "brand",
  new: "warn",
  accepted: "brand",
  partly_shipped: "brand",
  shipped: "brand",
  delivered: "good",
  canceled: "plain",
  refunded: "plain",
  declined: "plain",
  expired: "plain",
  replaced: "plain",
};

const PAYMENT_TONES: Record<PaymentState, Tone> = {
  created: "plain",
  requires_action: "warn",
  processing: "warn",
  authorized: "brand",
  succeeded: "good",
  failed: "bad",
  canceled: "plain",
};

/** How an order stands, or one vendor's part of it. */
export async function OrderMark({ state }: { state: OrderState | VendorOrderState }) {
  const t = await getTranslations("orders.states");
  return <Badge tone={ORDER_TONES[state]}>{t(state)}</Badge>;
}

/** Whether the customer has paid. */
export async function PaidMark({ status }: { status: PaymentStatus }) {
  const t = await getTranslations("orders.payment_statuses");
  const tone = status === "paid" ? "good" : ["awaiting_payment", "due_on_delivery"].includes(status) ? "warn" : "plain";
  return <Badge tone={tone}>{t(status)}</Badge>;
}

/** How one attempt to pay stands. */
export async function PaymentMark({ state }: { state: PaymentState }) {
  const t = await getTranslations("orders.payment_states");
  return <Badge tone={PAYMENT_TONES[state]}>{t(state)}</Badge>;
}
