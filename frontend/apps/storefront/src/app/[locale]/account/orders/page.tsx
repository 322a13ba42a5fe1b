import { Pager } from "@globalmarket/web/frame/pager";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { NoOrders, OrderList } from "@/features/account/order-list";
import { listOrders } from "@/features/account/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/orders">;

const PAGE_SIZE = 20;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.orders"), robots: { index: false } };
}

export default async function OrdersPage({ searchParams }: Props) {
  await requirePerson("/account/orders");
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const [cursor] = [(await searchParams).cursor].flat();
  const orders = await listOrders(PAGE_SIZE, cursor);
  const here = `/${locale.tag}/account/orders`;
  return (
    <AccountFrame section="orders" title={t("sections.orders")}>
      {orders.items.length > 0 ? <OrderList orders={orders.items} /> : <NoOrders />}
      <Pager
        label={t("order_pages")}
        first={cursor && here}
        next={orders.next_cursor ? `${here}?cursor=${encodeURIComponent(orders.next_cursor)}` : undefined}
        words={{ first: t("newest_orders"), next: t("older_orders") }}
      />
    </AccountFrame>
  );
}
