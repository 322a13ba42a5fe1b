import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Undo2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RETURN_STATES } from "@/features/returns/filters";
import { RETURNS } from "@/features/returns/list";

type Props = PageProps<"/[locale]/returns">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("title") };
}

export default async function ReturnsPage({ searchParams }: Props) {
  const t = await getTranslations("returns");
  const asked = await searchParams;
  return (
    <ListPage
      list={RETURNS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: RETURN_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <Undo2 />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
