import "server-only";
import type { RefundView, RefundViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { RefundFilters } from "./filters";

/** Refunds at payment providers, the newest first. */
export async function listRefunds(filters: RefundFilters, place: Place = {}): Promise<RefundViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/refunds", { params: { query } })).data as RefundViewPage;
  });
}

/** The page "not found" if there is no such refund. */
export const getRefund = cache(async (id: string): Promise<RefundView> => {
  const api = await privateApi();
  const params = { path: { refund_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/refunds/{refund_id}", { params }))).data as RefundView;
});
