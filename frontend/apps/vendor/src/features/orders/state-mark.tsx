import type { VendorOrderState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<VendorOrderState, Tone> = {
  new: "warn",
  accepted: "brand",
  partly_shipped: "brand",
  shipped: "brand",
  delivered: "good",
  canceled: "plain",
};

/** How an order stands for the vendor. */
export async function StateMark({ state }: { state: VendorOrderState }) {
  const t = await getTranslations("orders.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
