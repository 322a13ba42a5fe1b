import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import { ShoppingBag } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { FilterForm } from "@/features/orders/filter-form";
import { readFilters, writeFilters } from "@/features/orders/filters";
import { OrderTable } from "@/features/orders/order-table";
import { listOrders } from "@/features/orders/reads";

type Props = PageProps<"/[locale]/orders">;

const PAGE_SIZE = 25;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("title") };
}

export default async function OrdersPage({ searchParams }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const filters = readFilters(await searchParams);
  const { cursor, ...narrowed } = filters;
  const here = `/${locale.tag}/orders`;
  const isNarrowed = Object.keys(narrowed).length > 0;
  const empty = isNarrowed
    ? { icon: <ShoppingBag />, title: t("none_found"), hint: t("none_found_hint") }
    : { icon: <ShoppingBag />, title: t("none"), hint: t("none_hint") };
  return (
    <Gate path={`/orders${writeFilters(filters)}`}>
      {async () => {
        const { items, next_cursor } = await listOrders(filters, PAGE_SIZE);
        return (
          <PageFrame title={t("title")}>
            <FilterForm here={here} filters={narrowed} />
            <Listing here={here + writeFilters(narrowed)} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <OrderTable orders={items} caption={t("title")} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
