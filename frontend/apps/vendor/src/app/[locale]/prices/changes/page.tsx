import { ListPage } from "@globalmarket/web/lists/list-page";
import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CHANGES } from "@/features/prices/list";
import { PricesFrame } from "@/features/prices/prices-frame";

type Props = PageProps<"/[locale]/prices/changes">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("parts.changes") };
}

export default async function PriceChangesPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const asked = await searchParams;
  return (
    <ListPage
      list={CHANGES}
      asked={asked}
      empty={{ icon: <History />, title: t("none.changes"), hint: t("none_hint.changes") }}
      frame={(list) => <PricesFrame part="changes">{list}</PricesFrame>}
    />
  );
}
