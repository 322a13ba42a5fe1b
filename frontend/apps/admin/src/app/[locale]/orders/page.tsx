import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { ShoppingBag } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ORDER_STATES } from "@/features/orders/filters";
import { ORDERS } from "@/features/orders/list";

type Props = PageProps<"/[locale]/orders">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("title") };
}

export default async function OrdersPage({ searchParams }: Props) {
  const t = await getTranslations("orders");
  const asked = await searchParams;
  return (
    <ListPage
      list={ORDERS}
      asked={asked}
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
      empty={{ icon: <ShoppingBag />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
