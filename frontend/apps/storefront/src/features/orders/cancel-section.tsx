import type { OrderDetail } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { CancelForm } from "./cancel-form";
import { cancelableUnits } from "./units";

const REASONS = ["changed_mind", "by_mistake", "too_slow", "other"] as const;

export async function CancelSection({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  return (
    <CancelForm
      orderId={order.id}
      units={cancelableUnits(order)}
      idempotencyKey={crypto.randomUUID()}
      reasons={REASONS.map((value) => ({ value, text: t(`cancel_reasons.${value}`) }))}
      words={{
        title: t("cancel_title"),
        hint: t("cancel_hint"),
        reason: t("cancel_reason"),
        send: t("cancel_send"),
        sending: t("sending"),
        quantityOf: t("cancel_quantity"),
      }}
    />
  );
}
