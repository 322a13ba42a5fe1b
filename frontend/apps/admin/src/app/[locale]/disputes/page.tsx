import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Gavel } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DISPUTE_STATES } from "@/features/disputes/filters";
import { DISPUTES } from "@/features/disputes/list";

type Props = PageProps<"/[locale]/disputes">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("disputes");
  return { title: t("title") };
}

export default async function DisputesPage({ searchParams }: Props) {
  const t = await getTranslations("disputes");
  const asked = await searchParams;
  return (
    <ListPage
      list={DISPUTES}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: DISPUTE_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <Gavel />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
