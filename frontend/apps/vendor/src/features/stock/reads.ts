import "server-only";
import type { StockItemDetail, StockItemDetailPage, StockMovementDetailPage, WarehouseDetail } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import type { StockFilters } from "./filters";

/** Units up to which a variant counts as low. */
export const LOW_UNITS = 3;

/** Variants by SKU, with what there is of each. */
export async function listItems({ sku, level }: StockFilters, place: Place = {}): Promise<StockItemDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const narrowed = { ...(sku && { sku }), ...(level && { available_max: level === "low" ? LOW_UNITS : 0 }) };
    const query = { limit: PAGE_SIZE, ...narrowed, ...at };
    return (await api.GET("/api/v1/vendor/stock", { params: { query } })).data as StockItemDetailPage;
  });
}

/** 404 if the vendor has no such variant. */
export async function getItem(variantId: string): Promise<StockItemDetail> {
  const api = await privateApi();
  const query = { variant_id: variantId, limit: 1 };
  const { data } = await foundOrNone(api.GET("/api/v1/vendor/stock", { params: { query } }));
  return data?.items[0] ?? notFound();
}

/** Why levels are what they are, the newest first. */
export async function listMovements(
  filters: { variant_id?: string },
  place: Place = {},
): Promise<StockMovementDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/vendor/stock/movements", { params: { query } })).data as StockMovementDetailPage;
  });
}

/** The vendor's warehouses, the default one first. */
export async function listWarehouses(): Promise<WarehouseDetail[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/warehouses")).data?.items ?? [];
}

/** The titles of products by id, in one call. For who may read products. */
export async function titlesOf(productIds: string[], language: string): Promise<Map<string, string>> {
  const ids = [...new Set(productIds)].join(",");
  if (!ids) return new Map();
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/products", { params: { query: { ids } } });
  return new Map(
    (data?.items ?? []).map(({ id, texts, handle }) => [
      id,
      (texts[language] ?? Object.values(texts)[0])?.title ?? handle,
    ]),
  );
}
