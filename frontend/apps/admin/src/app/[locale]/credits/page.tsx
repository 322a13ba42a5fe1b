import { ListPage } from "@globalmarket/web/lists/list-page";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreditsFrame } from "@/features/credits/credits-frame";
import { CREDIT_KINDS, CREDIT_STATES } from "@/features/credits/filters";
import { CREDITS } from "@/features/credits/list";

type Props = PageProps<"/[locale]/credits">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("title") };
}

export default async function CreditsPage({ searchParams }: Props) {
  const t = await getTranslations("credits");
  const asked = await searchParams;
  return (
    <ListPage
      list={CREDITS}
      asked={asked}
      fields={[
        {
          name: "kind",
          type: "select",
          label: t("kind"),
          options: CREDIT_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: CREDIT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "customer_id", type: "id", label: t("customer") },
      ]}
      empty={{ icon: <Gift />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => <CreditsFrame part="credits">{list}</CreditsFrame>}
    />
  );
}
