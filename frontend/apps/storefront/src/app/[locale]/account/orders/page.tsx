import { buttonClass } from "@globalmarket/ui/button";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { NoOrders, OrderList } from "@/features/account/order-list";
import { listOrders } from "@/features/account/reads";
import { requireCustomer } from "@/features/auth/customer";
import { Link } from "@/features/frame/link";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/orders">;

const PAGE_SIZE = 20;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.orders"), robots: { index: false } };
}

export default async function OrdersPage({ searchParams }: Props) {
  await requireCustomer("/account/orders");
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const [cursor] = [(await searchParams).cursor].flat();
  const orders = await listOrders(PAGE_SIZE, cursor);
  const here = `/${locale.tag}/account/orders`;
  return (
    <AccountFrame section="orders" title={t("sections.orders")}>
      {orders.items.length > 0 ? <OrderList orders={orders.items} /> : <NoOrders />}
      <nav aria-label={t("order_pages")} className="flex flex-wrap justify-between gap-3 empty:hidden">
        {cursor && (
          <Link href={here} className={buttonClass("secondary")}>
            {t("newest_orders")}
          </Link>
        )}
        {orders.next_cursor && (
          <Link
            href={`${here}?cursor=${encodeURIComponent(orders.next_cursor)}`}
            className={buttonClass("secondary", "ms-auto")}
          >
            {t("older_orders")}
          </Link>
        )}
      </nav>
    </AccountFrame>
  );
}
