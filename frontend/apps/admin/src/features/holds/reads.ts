import "server-only";
import type { HoldDetailPage } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { HoldFilters } from "./filters";

const PAGE_SIZE = 25;

/** Holds on earnings, the newest first. */
export async function listHolds(filters: HoldFilters, cursor?: string): Promise<HoldDetailPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/holds", { params: { query } })).data as HoldDetailPage;
  });
}
