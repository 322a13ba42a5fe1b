import { Refused } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor } from "@globalmarket/web/lists/filters";
import { ReportParts } from "@globalmarket/web/reports/report-parts";
import { fieldErrors, problemSentence } from "@globalmarket/web/server/problems";
import { currentSite } from "@globalmarket/web/server/site";
import { Bell } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { AlertTable } from "@/features/insights/alert-table";
import { type AlertTerms, termsOf } from "@/features/insights/alert-terms";
import { insightParts } from "@/features/insights/parts";
import { listAlerts, tryAlert } from "@/features/insights/reads";
import { Trial, TryForm } from "@/features/insights/try-form";
import { readCatalogue } from "@/features/reports/reads";

type Props = PageProps<"/[locale]/reports/alerts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("insights");
  return { title: t("alerts.title") };
}

export default async function AlertsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const t = await getTranslations("insights");
  const { locale } = await currentSite();
  const here = `/${locale.tag}/reports/alerts`;
  const cursor = readCursor(asked);
  const typed = (name: string) => [asked[name]].flat()[0]?.trim().slice(0, 100) ?? "";
  return (
    <Gate path="/reports/alerts">
      {async (person) => {
        const [{ items, next_cursor: next }, { measures }] = await Promise.all([listAlerts(cursor), readCatalogue()]);
        const terms = termsOf(typed, measures);
        return (
          <PageFrame title={t("alerts.title")}>
            <ReportParts here="/reports/alerts" more={await insightParts(person)} />
            <Done
              asked={asked.done}
              messages={{ created: t("alerts.done.created"), removed: t("alerts.done.removed") }}
            />
            <Listing
              here={here}
              cursor={cursor}
              next={next}
              empty={{ icon: <Bell />, title: t("alerts.none"), hint: t("alerts.none_hint") }}
            >
              {items.length > 0 && <AlertTable rules={items} />}
            </Listing>
            <Panel title={t("alerts.new")}>
              <p className="max-w-2xl text-muted">{t("alerts.hint")}</p>
              <TryForm here={here} typed={typed} measures={measures} />
              {!terms && typed("measure") && <Notice kind="problem">{t("alerts.no_threshold")}</Notice>}
            </Panel>
            {terms && <Tried terms={terms} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}

async function Tried({ terms }: { terms: AlertTerms }) {
  const tried = await tryAlert(terms).catch((error: unknown) => error);
  if (!(tried instanceof Error)) return <Trial terms={terms} trial={tried as Awaited<ReturnType<typeof tryAlert>>} />;
  if (!(tried instanceof Refused) || ![403, 422].includes(tried.status)) throw tried;
  const [reason] = Object.values(fieldErrors(tried));
  return <Notice kind="problem">{reason ?? (await problemSentence(tried))}</Notice>;
}
