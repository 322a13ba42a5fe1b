import "server-only";
import type { DifferenceView, DifferenceViewPage, EntryViewPage, ReportView, ReportViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { DifferenceFilters, EntryFilters } from "./filters";

/** What differs between providers' reports and the books. `myId` is the reader's, whose differences `owner: "mine"` means. */
export async function listDifferences(
  { owner, ...narrowed }: DifferenceFilters,
  myId: string,
  place: Place = {},
): Promise<DifferenceViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const owned = owner ? { owner_id: owner === "mine" ? myId : "" } : {};
    const query = { limit: PAGE_SIZE, ...narrowed, ...owned, ...at };
    return (await api.GET("/api/v1/admin/settlement-differences", { params: { query } })).data as DifferenceViewPage;
  });
}

/** The page "not found" if there is no such difference. */
export const getDifference = cache(async (id: string): Promise<DifferenceView> => {
  const api = await privateApi();
  const params = { path: { difference_id: id } };
  const answer = foundOrNone(api.GET("/api/v1/admin/settlement-differences/{difference_id}", { params }));
  return (await answer).data as DifferenceView;
});

/** Reports of providers and the bank's statements, the newest first. */
export async function listReports(place: Place = {}): Promise<ReportViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/settlement-reports", { params: { query } })).data as ReportViewPage;
  });
}

/** The page "not found" if there is no such report. */
export const getReport = cache(async (id: string): Promise<ReportView> => {
  const api = await privateApi();
  const params = { path: { report_id: id } };
  const answer = foundOrNone(api.GET("/api/v1/admin/settlement-reports/{report_id}", { params }));
  return (await answer).data as ReportView;
});

/** The rows of a report, and what each matches. */
export async function listEntries(id: string, filters: EntryFilters, place: Place = {}): Promise<EntryViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { path: { report_id: id }, query: { limit: PAGE_SIZE, ...filters, ...at } };
    const answer = api.GET("/api/v1/admin/settlement-reports/{report_id}/entries", { params });
    return (await answer).data as EntryViewPage;
  });
}
