import { type AnalyticsCatalogue, type AnalyticsReport, Refused } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { ChartColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Listing } from "../frame/listing";
import { PageFrame } from "../frame/page-frame";
import type { SectionTab } from "../frame/section-tabs";
import { type Asked, readCursor, writeFilters } from "../lists/filters";
import { fieldErrors, problemSentence } from "../server/problems";
import { currentSite } from "../server/site";
import { type BuiltReport, builtOf } from "./asked";
import { BuildForm } from "./build-form";
import { ExportForm } from "./export-form";
import { ReportPanels } from "./report-panels";
import { ReportParts } from "./report-parts";
import { SaveForm } from "./save-form";
import type { Side } from "./saved-reads";

interface Props {
  side: Side;
  /** The address's parameters. */
  asked: Asked;
  catalogue: AnalyticsCatalogue;
  parts?: readonly SectionTab[];
  /** Asks for a file of the report. */
  request: (form: FormData) => Promise<void>;
  read: (asked: BuiltReport & { cursor?: string }) => Promise<AnalyticsReport>;
}

/** The page on which a person puts a report together, with what it says, and the ways to keep it. */
export async function BuildPage({ side, asked, catalogue, parts, request, read }: Props) {
  const t = await getTranslations("reports");
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}/reports/build`;
  const built = builtOf(asked, catalogue, region.timezone, new Date());
  const cursor = readCursor(asked);
  const answer = built && (await answered(() => read({ ...built, ...(cursor ? { cursor } : {}) })));
  return (
    <PageFrame title={t("build.title")}>
      <ReportParts here="/reports/build" more={parts} />
      <p className="max-w-2xl text-muted">{t("build.hint")}</p>
      <BuildForm here={here} built={built} catalogue={catalogue} />
      {answer?.refusal && <Notice kind="problem">{answer.refusal}</Notice>}
      {built && answer?.report && (
        <>
          <Listing
            here={here + writeFilters({ ...built })}
            cursor={cursor}
            next={answer.report.next_cursor}
            empty={{ icon: <ChartColumn />, title: t("nothing"), hint: t("hint") }}
          >
            <ReportPanels report={answer.report} title={t("build.result")} />
          </Listing>
          <SaveForm side={side} asked={{ ...built }} />
          <ExportForm asked={{ ...built }} files={`/${locale.tag}/reports/files`} request={request} />
        </>
      )}
    </PageFrame>
  );
}

/** The report, or why the API refuses it: not all measures go with all dimensions. */
async function answered(read: () => Promise<AnalyticsReport>): Promise<{ report?: AnalyticsReport; refusal?: string }> {
  try {
    return { report: await read() };
  } catch (error) {
    if (!(error instanceof Refused) || ![403, 422].includes(error.status)) throw error;
    const [reason] = Object.values(fieldErrors(error));
    return { refusal: reason ?? (await problemSentence(error)) };
  }
}
