import type { OrderState, VendorOrderState } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

const LOOKS: Record<OrderState | VendorOrderState, string> = {
  awaiting_payment: "bg-warn-soft text-warn",
  declined: "bg-sale-soft text-sale",
  expired: "bg-sale-soft text-sale",
  canceled: "bg-sale-soft text-sale",
  replaced: "bg-sunken text-muted",
  refunded: "bg-sunken text-muted",
  new: "bg-brand-soft text-ink",
  accepted: "bg-brand-soft text-ink",
  confirmed: "bg-brand-soft text-ink",
  partly_shipped: "bg-brand-soft text-ink",
  shipped: "bg-brand-soft text-ink",
  delivered: "bg-good-soft text-good",
};

/** How an order, or one vendor's part of it, stands. */
export async function StateMark({ state }: { state: OrderState | VendorOrderState }) {
  const t = await getTranslations("orders.states");
  return (
    <span className={`inline-flex whitespace-nowrap rounded-full px-3 py-1 font-medium text-sm ${LOOKS[state]}`}>
      {t(state)}
    </span>
  );
}
