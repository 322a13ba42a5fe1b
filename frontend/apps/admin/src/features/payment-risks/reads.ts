import "server-only";
import type { RiskViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { RiskFilters } from "./filters";

/** Payments that look odd, the likeliest fraud first: those that wait for a review, where nothing else is asked for. */
export async function listRisks(filters: RiskFilters, place: Place = {}): Promise<RiskViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/payment-risks", { params: { query } })).data as RiskViewPage;
  });
}
