import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { previewRun } from "@/features/payouts/actions";
import { RUNS } from "@/features/payouts/list";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";

type Props = PageProps<"/[locale]/payouts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("title") };
}

export default async function RunsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const { region } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={RUNS}
      asked={asked}
      empty={{ icon: <Landmark />, title: t("no_runs"), hint: t("no_runs_hint") }}
      frame={(list) => (
        <PayoutsFrame part="runs">
          <Panel title={t("new_run")} isNarrow>
            <p className="text-muted">{t("new_run_hint")}</p>
            <FieldForm
              id="run"
              action={previewRun}
              submit={t("preview")}
              fields={[
                keyField(),
                {
                  name: "currency",
                  type: "select",
                  label: t("currency"),
                  value: region.currencies[0]?.code ?? "",
                  options: region.currencies.map(({ code }) => ({ value: code, label: code })),
                },
              ]}
            />
          </Panel>
          {list}
        </PayoutsFrame>
      )}
    />
  );
}
