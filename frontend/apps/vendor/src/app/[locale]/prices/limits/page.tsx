import { ListPage } from "@globalmarket/web/lists/list-page";
import { Ruler } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LIMITS } from "@/features/prices/list";
import { PricesFrame } from "@/features/prices/prices-frame";

type Props = PageProps<"/[locale]/prices/limits">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("parts.limits") };
}

export default async function PriceLimitsPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const asked = await searchParams;
  return (
    <ListPage
      list={LIMITS}
      asked={asked}
      fields={[{ name: "sku", label: t("find_sku") }]}
      empty={{ icon: <Ruler />, title: t("none.limits"), hint: t("none_hint.limits") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => <PricesFrame part="limits">{list}</PricesFrame>}
    />
  );
}
