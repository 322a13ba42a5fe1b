import "server-only";
import type {
  AnalyticsCatalogue,
  AnalyticsReport,
  ExportVendorReportRequest,
  ReportExportViewPage,
} from "@globalmarket/api";
import type { AskedReport, BuiltReport } from "@globalmarket/web/reports/asked";
import { fromCursor, PAGE_SIZE } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";

/** What the person may ask for. */
export async function readCatalogue(): Promise<AnalyticsCatalogue> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/analytics/catalogue")).data as AnalyticsCatalogue;
}

/** A report of the vendor's own: another vendor in the address is passed over. */
export async function readReport({ vendor: _, ...query }: AskedReport & { cursor?: string }): Promise<AnalyticsReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/vendor/analytics/report", { params: { query } })).data as AnalyticsReport;
}

/** The same, put together by the person. @throws Refused (422) where its measures and dimensions do not go together */
export async function readBuilt({
  vendor: _,
  query: __,
  ...asked
}: BuiltReport & { cursor?: string }): Promise<AnalyticsReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/vendor/analytics/report", { params: { query: asked } })).data as AnalyticsReport;
}

export type ExportBody = ExportVendorReportRequest;

/** The files that were asked for, the newest first. */
export async function listFiles(cursor: string | undefined): Promise<ReportExportViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/vendor/analytics/exports", { params: { query } })).data as ReportExportViewPage;
  });
}

/** A file that is ready, as a stream. @throws Refused if it is not, or there is none */
export async function readFile(id: string) {
  const api = await patientApi();
  return api.GET("/api/v1/vendor/analytics/exports/{file_id}/file", {
    params: { path: { file_id: id } },
    parseAs: "stream",
  });
}
