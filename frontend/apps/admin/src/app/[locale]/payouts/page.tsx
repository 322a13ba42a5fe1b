import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Listing } from "@globalmarket/web/frame/listing";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { previewRun } from "@/features/payouts/actions";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";
import { listRuns } from "@/features/payouts/reads";
import { RunTable } from "@/features/payouts/run-table";

type Props = PageProps<"/[locale]/payouts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("title") };
}

export default async function RunsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const cursor = readCursor(await searchParams);
  return (
    <Gate path="/payouts" right="handle_money">
      {async (person) => {
        const { items, next_cursor } = await listRuns(cursor);
        return (
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
            <Listing
              here={`/${locale.tag}/payouts`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Landmark />, title: t("no_runs"), hint: t("no_runs_hint") }}
            >
              {items.length > 0 && <RunTable runs={items} person={person} />}
            </Listing>
          </PayoutsFrame>
        );
      }}
    </Gate>
  );
}
