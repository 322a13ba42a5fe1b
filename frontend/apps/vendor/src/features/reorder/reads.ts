import "server-only";
import type { ForecastViewPage, ReorderTerms } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ForecastFilters } from "./filters";

/** What each variant is expected to sell, by SKU. */
export async function listForecasts({ due }: ForecastFilters, place: Place = {}): Promise<ForecastViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...(due && { due: true }), ...at };
    return (await api.GET("/api/v1/vendor/forecasts", { params: { query } })).data as ForecastViewPage;
  });
}

/** How the vendor orders, and the tag of that version: a change names it. */
export async function getTerms(): Promise<{ terms: ReorderTerms; etag: string }> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/vendor/reorder-terms");
  return { terms: data as ReorderTerms, etag: response.headers.get("ETag") ?? "" };
}
