import type { OrderSummary } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { ChevronRight } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { StateMark } from "@/features/orders/state-mark";
import { currentShop } from "@/server/shop";

/** Orders as a list of links, with what has become of each. */
export async function OrderList({ orders }: { orders: OrderSummary[] }) {
  const t = await getTranslations("account");
  const { region, locale } = await currentShop();
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">
      {orders.map((order) => (
        <li key={order.id} className="group relative flex items-center gap-4 bg-raised p-4 hover:bg-sunken sm:px-5">
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={`/${locale.tag}/orders/${order.id}`}
                className="font-semibold after:absolute after:inset-0"
                aria-label={t("order_number", { number: order.number })}
              >
                <bdi dir="ltr">{order.number}</bdi>
              </Link>
              <StateMark state={order.state} />
            </p>
            <p className="mt-1 text-muted text-sm">
              {formatDay(order.placed_at, locale.tag, region.timezone)} · {t("items", { count: order.item_count })}
            </p>
          </div>
          <div className="text-end">
            <p className="font-semibold tabular-nums">{formatMoney(order.total, locale.tag)}</p>
            {order.refunded.minor > 0 && (
              <p className="text-muted text-sm">{t("refunded", { amount: formatMoney(order.refunded, locale.tag) })}</p>
            )}
          </div>
          <ChevronRight aria-hidden className="size-5 shrink-0 text-muted rtl:-scale-x-100" />
        </li>
      ))}
    </ul>
  );
}

export async function NoOrders() {
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  return (
    <p className="rounded-xl border border-line border-dashed p-6 text-muted">
      {t("no_orders")}{" "}
      <Link href={`/${locale.tag}/search`} className="font-semibold text-ink underline underline-offset-4">
        {t("start_shopping")}
      </Link>
    </p>
  );
}
