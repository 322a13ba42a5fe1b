import type { OrderDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** The confirmation, right after an order was placed. */
export async function Thanks({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentShop();
  const isDueOnDelivery = order.payment_status === "due_on_delivery";
  return (
    <section
      role="status"
      aria-labelledby="thanks"
      className="mb-8 flex flex-col items-start gap-4 rounded-3xl bg-good-soft p-6 sm:flex-row sm:p-8"
    >
      <CircleCheck aria-hidden className="size-10 shrink-0 text-good" />
      <div className="flex flex-col gap-2">
        <p id="thanks" className="text-balance font-bold text-2xl tracking-tight">
          {t("thanks")}
        </p>
        <p>{t.rich("confirmation_sent", { email: () => <bdi className="font-semibold">{order.email}</bdi> })}</p>
        <ul className="list-disc ps-5 text-muted text-sm">
          {isDueOnDelivery && <li>{t("have_ready", { total: formatMoney(order.quote.amount_due, locale.tag) })}</li>}
          <li>{t("next_vendors", { count: order.parts.length })}</li>
          <li>{t("next_mail")}</li>
          <li>{t("next_cancel")}</li>
        </ul>
      </div>
    </section>
  );
}
