import "server-only";
import type {
  AlertFiringViewPage,
  AlertRuleView,
  AlertRuleViewPage,
  AlertTrial,
  Cohorts,
  LiveMetrics,
} from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { AlertTerms } from "./alert-terms";

/** What happens in the shop right now. */
export async function readLive(): Promise<LiveMetrics> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/analytics/live")).data as LiveMetrics;
}

/** Customers of one currency by the month of their first order. */
export async function readCohorts(currency: string): Promise<Cohorts> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/analytics/cohorts", { params: { query: { currency } } })).data as Cohorts;
}

/** The alerts of the region, the newest first. */
export async function listAlerts(cursor: string | undefined): Promise<AlertRuleViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/analytics/alert-rules", { params: { query } })).data as AlertRuleViewPage;
  });
}

export async function getAlert(id: string): Promise<AlertRuleView> {
  const api = await privateApi();
  const params = { path: { rule_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/analytics/alert-rules/{rule_id}", { params })))
    .data as AlertRuleView;
}

/** When an alert fired, the last time first. */
export async function listFirings(id: string, cursor: string | undefined): Promise<AlertFiringViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const params = { path: { rule_id: id }, query: { limit: PAGE_SIZE, ...at } };
    const { data } = await api.GET("/api/v1/admin/analytics/alert-rules/{rule_id}/firings", { params });
    return data as AlertFiringViewPage;
  });
}

/** How often an alert with these terms would have fired in the last thirty days. @throws Refused (422) where they do not fit */
export async function tryAlert(terms: AlertTerms): Promise<AlertTrial> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/analytics/alert-trial", { params: { query: terms } })).data as AlertTrial;
}
