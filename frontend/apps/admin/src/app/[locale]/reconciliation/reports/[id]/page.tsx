import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { StateFilter } from "@globalmarket/web/frame/state-filter";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { EntryTable } from "@/features/reconciliation/entry-table";
import { ENTRY_FILTERS, ENTRY_STATES } from "@/features/reconciliation/filters";
import { getReport, listEntries } from "@/features/reconciliation/reads";

type Props = PageProps<"/[locale]/reconciliation/reports/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("report") };
}

export default async function ReportPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const filters = readFilters(asked, ENTRY_FILTERS);
  const cursor = readCursor(asked);
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}/reconciliation/reports/${id}`;
  return (
    <Gate path={`/reconciliation/reports/${id}`} right="handle_money">
      {async () => {
        const report = await getReport(id); // first: of an unknown report nothing else is asked
        const { items, next_cursor } = await listEntries(id, filters, { cursor });
        const { row_count, known_count, matched_count, open_count, uploaded_at } = report;
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/reconciliation/reports`}>{t("parts.reports")}</BackLink>}
            title={<bdi dir="ltr">{report.filename}</bdi>}
          >
            <Done asked={asked.done} messages={{ uploaded: t("done.uploaded") }} />
            <Panel title={t(`formats.${report.format}`)} isNarrow>
              <FactList
                facts={[
                  { name: t("provider"), value: <bdi dir="ltr">{report.provider}</bdi> },
                  { name: t("uploaded"), value: formatTime(uploaded_at, locale.tag, region.timezone) },
                  { name: t("row_count"), value: row_count },
                  { name: t("known"), value: known_count },
                  { name: t("matched"), value: matched_count },
                  { name: t("open_rows"), value: open_count, isStrong: open_count > 0 },
                ]}
              />
            </Panel>
            <StateFilter
              here={here}
              name="state"
              chosen={filters.state}
              states={ENTRY_STATES.map((value) => ({ value, label: t(`entry_states.${value}`) }))}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <FileText />, title: t("no_rows"), hint: t("no_rows_hint") }}
            >
              {items.length > 0 && <EntryTable entries={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
