import type { OrderDetail } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { AddressLines } from "@/features/address/address-lines";
import { isSameAddress } from "@/features/address/read-address";
import { Totals } from "@/features/cart/totals";
import { currentShop } from "@/server/shop";

/** What the order costs, what came back of it, and where it goes. */
export async function OrderSummary({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentShop();
  const amount = (money: Money) => formatMoney(money, locale.tag);
  const { shipping_address: shipping, billing_address: billing } = order;
  return (
    <div className="flex flex-col gap-6 rounded-2xl bg-sunken p-5">
      <section aria-labelledby="totals" className="flex flex-col gap-3">
        <h2 id="totals" className="font-semibold">
          {t("totals")}
        </h2>
        <Totals quote={order.quote} />
        <p className="text-muted text-sm">{t(`payment.${order.payment_status}`)}</p>
        {order.refunded.minor > 0 && <p className="text-sm">{t("refunded", { amount: amount(order.refunded) })}</p>}
        {order.refund_pending.minor > 0 && (
          <p className="text-sm">{t("refund_pending", { amount: amount(order.refund_pending) })}</p>
        )}
      </section>
      {order.note && (
        <section aria-labelledby="note" className="flex flex-col gap-2 text-sm">
          <h2 id="note" className="font-semibold text-base">
            {t("note")}
          </h2>
          <p className="whitespace-pre-line break-words">
            <bdi>{order.note}</bdi>
          </p>
        </section>
      )}
      {shipping && (
        <section aria-labelledby="ship-to" className="flex flex-col gap-2 text-sm">
          <h2 id="ship-to" className="font-semibold text-base">
            {t("ship_to")}
          </h2>
          <AddressLines address={shipping} />
        </section>
      )}
      {billing && !isSameAddress(billing, shipping) && (
        <section aria-labelledby="bill-to" className="flex flex-col gap-2 text-sm">
          <h2 id="bill-to" className="font-semibold text-base">
            {t("bill_to")}
          </h2>
          <AddressLines address={billing} />
        </section>
      )}
    </div>
  );
}
