import { buttonClass } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { Link } from "@globalmarket/web/frame/link";
import { PackageSearch } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LivePage } from "@/features/live/live-page";
import { OrderView } from "@/features/orders/order-view";
import { findOrder } from "@/features/orders/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/orders/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("orders");
  const order = await findOrder((await params).id);
  return { title: order ? t("title", { number: order.number }) : t("not_yours"), robots: { index: false } };
}

export default async function OrderPage({ params, searchParams }: Props) {
  const t = await getTranslations("orders");
  const live = await getTranslations("live");
  const [{ id }, { token, placed, sent }, { locale }] = await Promise.all([params, searchParams, currentShop()]);
  const own = `/${locale.tag}/orders/${id}`;
  // A mail's link has the order's secret: it goes into a cookie, and out of the address.
  if (typeof token === "string") redirect(`${own}/enter?${new URLSearchParams({ token })}`);
  const order = await findOrder(id);
  return (
    <div className="mx-auto max-w-6xl px-4 py-8">
      {order ? (
        <>
          <LivePage ticketPath={`${own}/live`} changed={live("order_changed")} />
          <OrderView
            order={order}
            isNew={placed === "1"}
            sent={sent === "withdrawal" || sent === "return" ? sent : null}
          />
        </>
      ) : (
        <Empty icon={<PackageSearch />} title={t("not_yours")}>
          <p>{t("not_yours_hint")}</p>
          <Link href={`/${locale.tag}/login?${new URLSearchParams({ next: own })}`} className={buttonClass()}>
            {t("log_in")}
          </Link>
          <Link href={`/${locale.tag}/orders`} className="py-2 underline underline-offset-4">
            {t("lookup_title")}
          </Link>
        </Empty>
      )}
    </div>
  );
}
