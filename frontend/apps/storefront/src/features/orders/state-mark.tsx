import type { OrderState, VendorOrderState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<OrderState | VendorOrderState, Tone> = {
  awaiting_payment: "warn",
  declined: "bad",
  expired: "bad",
  canceled: "bad",
  replaced: "plain",
  refunded: "plain",
  new: "brand",
  accepted: "brand",
  confirmed: "brand",
  partly_shipped: "brand",
  shipped: "brand",
  delivered: "good",
};

/** How an order, or one vendor's part of it, stands. */
export async function StateMark({ state }: { state: OrderState | VendorOrderState }) {
  const t = await getTranslations("orders.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
