import "server-only";
import type { AnalyticsCatalogue, AnalyticsReport, ExportReportRequest, ReportExportViewPage } from "@globalmarket/api";
import type { AskedReport, BuiltReport } from "@globalmarket/web/reports/asked";
import { fromCursor, PAGE_SIZE } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";

/** What the person may ask for. */
export async function readCatalogue(): Promise<AnalyticsCatalogue> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/analytics/catalogue")).data as AnalyticsCatalogue;
}

/** A report of the region, or of one vendor where one is named. */
export async function readReport(asked: AskedReport & { cursor?: string }): Promise<AnalyticsReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/analytics/report", { params: { query: asked } })).data as AnalyticsReport;
}

/** A report that a person has put together. @throws Refused (422) where its measures and dimensions do not go together */
export async function readBuilt(asked: BuiltReport & { cursor?: string }): Promise<AnalyticsReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/analytics/report", { params: { query: asked } })).data as AnalyticsReport;
}

export type ExportBody = ExportReportRequest;

/** The files that were asked for, the newest first. */
export async function listFiles(cursor: string | undefined): Promise<ReportExportViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/analytics/exports", { params: { query } })).data as ReportExportViewPage;
  });
}

/** A file that is ready, as a stream. @throws Refused if it is not, or there is none */
export async function readFile(id: string) {
  const api = await patientApi();
  return api.GET("/api/v1/admin/analytics/exports/{file_id}/file", {
    params: { path: { file_id: id } },
    parseAs: "stream",
  });
}
