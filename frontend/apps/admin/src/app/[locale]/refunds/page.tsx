import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { HandCoins } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { REFUND_STATES } from "@/features/refunds/filters";
import { REFUNDS } from "@/features/refunds/list";

type Props = PageProps<"/[locale]/refunds">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("refunds");
  return { title: t("title") };
}

export default async function RefundsPage({ searchParams }: Props) {
  const t = await getTranslations("refunds");
  const asked = await searchParams;
  return (
    <ListPage
      list={REFUNDS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: REFUND_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <HandCoins />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
