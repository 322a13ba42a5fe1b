import "server-only";
import type { AdjustmentDetail, AdjustmentDetailPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { AdjustmentFilters } from "./filters";

/** Adjustments, the newest first. */
export async function listAdjustments(filters: AdjustmentFilters, place: Place = {}): Promise<AdjustmentDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/adjustments", { params: { query } })).data as AdjustmentDetailPage;
  });
}

/** The page "not found" if there is no such adjustment. */
export const getAdjustment = cache(async (id: string): Promise<AdjustmentDetail> => {
  const api = await privateApi();
  const params = { path: { adjustment_id: id } };
  const answer = foundOrNone(api.GET("/api/v1/admin/adjustments/{adjustment_id}", { params }));
  return (await answer).data as AdjustmentDetail;
});
