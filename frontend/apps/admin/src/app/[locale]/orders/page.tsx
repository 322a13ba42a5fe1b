import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ShoppingBag } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ORDER_FILTERS, ORDER_STATES } from "@/features/orders/filters";
import { OrderTable } from "@/features/orders/order-table";
import { listOrders } from "@/features/orders/reads";

type Props = PageProps<"/[locale]/orders">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("title") };
}

export default async function OrdersPage({ searchParams }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, ORDER_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/orders`;
  const listQuery = writeFilters({ ...filters, cursor });
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <Gate path={`/orders${listQuery}`} right="see_orders">
      {async () => {
        const { items, next_cursor } = await listOrders(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                { name: "q", label: t("find") },
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: ORDER_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "placed_from", type: "date", label: t("placed_from") },
                { name: "placed_to", type: "date", label: t("placed_to") },
                { name: "vendor", type: "id", label: t("of_vendor") },
                { name: "customer", type: "id", label: t("of_customer") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{
                icon: <ShoppingBag />,
                title: isNarrowed ? t("none_found") : t("none"),
                hint: isNarrowed ? t("none_found_hint") : t("none_hint"),
              }}
            >
              {items.length > 0 && <OrderTable orders={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
