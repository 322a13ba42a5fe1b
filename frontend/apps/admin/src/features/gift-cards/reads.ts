import "server-only";
import type { PurchaseView, PurchaseViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { PurchaseFilters } from "./filters";

/** Gift cards that customers have bought, the newest first. */
export async function listPurchases(filters: PurchaseFilters, place: Place = {}): Promise<PurchaseViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/gift-card-purchases", { params: { query } })).data as PurchaseViewPage;
  });
}

/** The page "not found" if there is no such purchase. */
export const getPurchase = cache(async (id: string): Promise<PurchaseView> => {
  const api = await privateApi();
  const params = { path: { purchase_id: id } };
  const answer = foundOrNone(api.GET("/api/v1/admin/gift-card-purchases/{purchase_id}", { params }));
  return (await answer).data as PurchaseView;
});
