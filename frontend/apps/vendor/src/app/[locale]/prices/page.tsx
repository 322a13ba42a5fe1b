import { ListPage } from "@globalmarket/web/lists/list-page";
import { Tags } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ADVICE } from "@/features/prices/list";
import { PricesFrame } from "@/features/prices/prices-frame";

type Props = PageProps<"/[locale]/prices">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("title") };
}

export default async function PricesPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const asked = await searchParams;
  return (
    <ListPage
      list={ADVICE}
      asked={asked}
      empty={{ icon: <Tags />, title: t("none.advice"), hint: t("none_hint.advice") }}
      frame={(list) => <PricesFrame part="advice">{list}</PricesFrame>}
    />
  );
}
