import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { importCompetitorPrices } from "@/features/prices/actions";
import { COMPETITORS } from "@/features/prices/list";
import { PricesFrame } from "@/features/prices/prices-frame";

type Props = PageProps<"/[locale]/prices/competitors">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("parts.competitors") };
}

export default async function CompetitorsPage({ searchParams }: Props) {
  const t = await getTranslations("prices");
  const asked = await searchParams;
  return (
    <ListPage
      list={COMPETITORS}
      asked={asked}
      empty={{ icon: <FileUp />, title: t("none.competitors"), hint: t("none_hint.competitors") }}
      frame={(list) => (
        <PricesFrame part="competitors">
          <Panel title={t("upload_title")} isNarrow>
            <p className="text-muted">{t("upload_hint")}</p>
            <FieldForm
              id="competitors"
              action={importCompetitorPrices}
              submit={t("upload")}
              fields={[
                keyField(),
                { name: "file", type: "file", label: t("file"), accept: ".csv,.tsv,.txt" },
                { name: "dry_run", type: "checkbox", label: t("dry_run"), value: "on" },
              ]}
            />
          </Panel>
          {list}
        </PricesFrame>
      )}
    />
  );
}
