import type { AnalyticsCatalogue, AnalyticsReport } from "@globalmarket/api";
import { ChartColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Listing } from "../frame/listing";
import { PageFrame } from "../frame/page-frame";
import type { SectionTab } from "../frame/section-tabs";
import { type Asked, readCursor, writeFilters } from "../lists/filters";
import { currentSite } from "../server/site";
import { type AskedReport, reportOf } from "./asked";
import { ExportForm } from "./export-form";
import { ReportForm } from "./report-form";
import { ReportPanels } from "./report-panels";
import { ReportParts } from "./report-parts";
import { SaveForm } from "./save-form";
import type { Side } from "./saved-reads";

interface Props {
  /** The address's parameters. */
  asked: Asked;
  side: Side;
  catalogue: AnalyticsCatalogue;
  parts?: readonly SectionTab[];
  /** Asks for a file of the report. */
  request: (form: FormData) => Promise<void>;
  read: (asked: AskedReport & { cursor?: string }) => Promise<AnalyticsReport>;
}

/** The page of reports: which one, its charts and tables, and the way to further rows. */
export async function ReportPage({ side, asked, catalogue, parts, read, request }: Props) {
  const t = await getTranslations("reports");
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}/reports`;
  const chosen = reportOf(asked, catalogue.reports, region.timezone, new Date());
  const cursor = readCursor(asked);
  const report = await read({ ...chosen, ...(cursor ? { cursor } : {}) });
  return (
    <PageFrame title={t("title")}>
      <ReportParts here="/reports" more={parts} />
      <ReportForm here={here} asked={chosen} reports={catalogue.reports} />
      <Listing
        here={here + writeFilters({ ...chosen })}
        cursor={cursor}
        next={report.next_cursor}
        empty={{ icon: <ChartColumn />, title: t("nothing"), hint: t("hint") }}
      >
        <ReportPanels report={report} title={t(`names.${chosen.report}`)} />
      </Listing>
      <SaveForm side={side} asked={{ ...chosen }} />
      <ExportForm asked={{ ...chosen }} files={`${here}/files`} request={request} />
      <p className="max-w-2xl text-muted text-sm">{t("hint")}</p>
    </PageFrame>
  );
}
