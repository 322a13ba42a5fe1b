import "server-only";
import type { AdminProduct, ListedProductPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { ProductFilters } from "./filters";

/** Products of all vendors in every state, the latest changed first. */
export async function listProducts(filters: ProductFilters, place: Place = {}): Promise<ListedProductPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/products", { params: { query } })).data as ListedProductPage;
  });
}

/** The page "not found" if there is no such product. */
export const getProduct = cache(async (id: string): Promise<AdminProduct> => {
  const api = await privateApi();
  const params = { path: { product_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/products/{product_id}", { params }))).data as AdminProduct;
});
