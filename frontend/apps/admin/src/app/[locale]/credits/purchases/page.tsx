import { ListPage } from "@globalmarket/web/lists/list-page";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreditsFrame } from "@/features/credits/credits-frame";
import { PURCHASE_STATES } from "@/features/gift-cards/filters";
import { PURCHASES } from "@/features/gift-cards/list";

type Props = PageProps<"/[locale]/credits/purchases">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gift-cards");
  return { title: t("title") };
}

export default async function PurchasesPage({ searchParams }: Props) {
  const t = await getTranslations("gift-cards");
  const asked = await searchParams;
  return (
    <ListPage
      list={PURCHASES}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: PURCHASE_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "customer_id", type: "id", label: t("buyer") },
      ]}
      empty={{ icon: <Gift />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => <CreditsFrame part="purchases">{list}</CreditsFrame>}
    />
  );
}
