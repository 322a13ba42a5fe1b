import "server-only";
import type { AnalyticsReport, HomeView, SavedReportView, SavedReportViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE } from "../server/paging";
import { privateApi } from "../server/site";

const MOST_SAVED = 50;

/** Whose reports: those of staff, or of a vendor's people. */
export type Side = "admin" | "vendor";

/** The API's path on a side. Both sides have the same shapes, so the types are those of staff's. */
export function on<const Path extends string>(side: Side, path: Path): `/api/v1/admin/analytics/${Path}` {
  return `/api/v1/${side}/analytics/${path}` as `/api/v1/admin/analytics/${Path}`;
}

/** The reports that the person keeps, the newest first. */
export async function listSaved(side: Side, cursor?: string): Promise<SavedReportViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET(on(side, "saved-reports"), { params: { query } })).data as SavedReportViewPage;
  });
}

/** All of them: a person keeps at most 50. */
export async function listAllSaved(side: Side): Promise<SavedReportView[]> {
  const api = await privateApi();
  const query = { limit: MOST_SAVED };
  return ((await api.GET(on(side, "saved-reports"), { params: { query } })).data as SavedReportViewPage).items;
}

/** @throws Refused if the person keeps no such report */
export async function readSaved(side: Side, id: string): Promise<SavedReportView> {
  const api = await privateApi();
  const params = { path: { saved_id: id } };
  return (await api.GET(on(side, "saved-reports/{saved_id}"), { params })).data as SavedReportView;
}

/** What a saved report says today. @throws Refused if there is none, or it is not for the person's role any more */
export async function readResult(side: Side, id: string, page: { cursor?: string; limit?: number } = {}) {
  const api = await privateApi();
  const params = { path: { saved_id: id }, query: page };
  return (await api.GET(on(side, "saved-reports/{saved_id}/result"), { params })).data as AnalyticsReport;
}

/** The widgets of the person's home page, in their order. */
export async function readHome(side: Side): Promise<HomeView> {
  const api = await privateApi();
  return (await api.GET(on(side, "home"))).data as HomeView;
}
