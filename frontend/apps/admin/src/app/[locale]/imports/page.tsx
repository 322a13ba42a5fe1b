import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { IMPORT_STATES } from "@/features/imports/filters";
import { IMPORTS } from "@/features/imports/list";

type Props = PageProps<"/[locale]/imports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage({ searchParams }: Props) {
  const t = await getTranslations("imports");
  const asked = await searchParams;
  return (
    <ListPage
      list={IMPORTS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: IMPORT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "vendor", type: "id", label: t("vendor_id") },
      ]}
      empty={{ icon: <FileUp />, title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => <PageFrame title={t("title")}>{list}</PageFrame>}
    />
  );
}
