import "server-only";
import type { ReturnViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ReturnFilters } from "./filters";

/** The vendor's returns, the newest first. */
export async function listReturns(filters: ReturnFilters, place: Place = {}): Promise<ReturnViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/vendor/returns", { params: { query } })).data as ReturnViewPage;
  });
}
