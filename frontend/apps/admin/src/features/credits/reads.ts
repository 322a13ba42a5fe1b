import "server-only";
import type { CreditDetail, CreditDetailPage, CreditMovementPage, IssueView, IssueViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { CreditFilters, IssueFilters } from "./filters";

/** Gift cards and store credit, the newest first. */
export async function listCredits(filters: CreditFilters, place: Place = {}): Promise<CreditDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/credits", { params: { query } })).data as CreditDetailPage;
  });
}

/** The page "not found" if there is no such credit. */
export const getCredit = cache(async (id: string): Promise<CreditDetail> => {
  const api = await privateApi();
  const params = { path: { credit_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/credits/{credit_id}", { params }))).data as CreditDetail;
});

/** The credit's rows of the books, the newest first. */
export async function listMovements(id: string, place: Place = {}): Promise<CreditMovementPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { path: { credit_id: id }, query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/admin/credits/{credit_id}/movements", { params })).data as CreditMovementPage;
  });
}

/** What staff have given, or want to give; the newest first. */
export async function listIssues(filters: IssueFilters, place: Place = {}): Promise<IssueViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/credit-issues", { params: { query } })).data as IssueViewPage;
  });
}

/** The page "not found" if there is no such issue. */
export const getIssue = cache(async (id: string): Promise<IssueView> => {
  const api = await privateApi();
  const params = { path: { issue_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/credit-issues/{issue_id}", { params }))).data as IssueView;
});
