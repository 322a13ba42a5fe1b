import "server-only";
import type { HoldDetailPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { HoldFilters } from "./filters";

/** Holds on earnings, the newest first. */
export async function listHolds(filters: HoldFilters, place: Place = {}): Promise<HoldDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/holds", { params: { query } })).data as HoldDetailPage;
  });
}
