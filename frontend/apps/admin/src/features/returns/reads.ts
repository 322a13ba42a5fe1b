import "server-only";
import type { ReturnViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ReturnFilters } from "./filters";

/** All vendors' returns, the newest first. */
export async function listReturns(filters: ReturnFilters, place: Place = {}): Promise<ReturnViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/returns", { params: { query } })).data as ReturnViewPage;
  });
}

/** A photo that a customer added to a return: an address that shows it without a log-in for a few minutes. */
export async function linkToPhoto(returnId: string, photoId: string): Promise<string> {
  const api = await privateApi();
  const params = { path: { return_id: returnId, photo_id: photoId } };
  return (await api.POST("/api/v1/admin/returns/{return_id}/photos/{photo_id}/links", { params })).data?.url ?? "";
}
