import "server-only";
import {
  type Advice,
  type HistoryEntry,
  Refused,
  type StockItemDetail,
  type VendorProduct,
  type VendorProductPage,
} from "@globalmarket/api";
import { fromCursor, MOST_ROWS_OF_PAGE, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import type { ProductFilters } from "./filters";

/** A product as it stands, and the tag of that version: an edit names it. */
export interface Version {
  product: VendorProduct;
  etag: string;
}

/** By id, or the best first where words are searched. */
export async function listProducts(filters: ProductFilters, place: Place = {}): Promise<VendorProductPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/vendor/products", { params: { query } })).data as VendorProductPage;
  });
}

/** 404 if the vendor has no such product. */
export async function getProduct(id: string): Promise<Version> {
  const api = await privateApi();
  try {
    const { data, response } = await api.GET("/api/v1/vendor/products/{product_id}", {
      params: { path: { product_id: id } },
    });
    return { product: data as VendorProduct, etag: response.headers.get("ETag") ?? "" };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

/** Who has done what to it, the newest first: the first page of the list. */
export async function listHistory(id: string): Promise<HistoryEntry[]> {
  const { data } = await (await privateApi()).GET("/api/v1/vendor/products/{product_id}/history", {
    params: { path: { product_id: id }, query: { limit: PAGE_SIZE } },
  });
  return data?.items ?? [];
}

/** What could be better about each picture, by its id; a picture that nobody has looked at yet, or that is good, has none. */
export async function pictureAdvice(productId: string): Promise<Record<string, Advice[]>> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/products/{product_id}/picture-advice", {
    params: { path: { product_id: productId } },
  });
  return Object.fromEntries((data?.items ?? []).map(({ image_id, advice }) => [image_id, advice]));
}

/** What is there of each of the product's variants, over all pages of the list. */
export async function listStock(productId: string): Promise<StockItemDetail[]> {
  const api = await privateApi();
  const found: StockItemDetail[] = [];
  let cursor: string | undefined;
  do {
    const query = { product_id: productId, limit: MOST_ROWS_OF_PAGE, ...(cursor && { cursor }) };
    const { data } = await api.GET("/api/v1/vendor/stock", { params: { query } });
    found.push(...(data?.items ?? []));
    cursor = data?.next_cursor ?? undefined;
  } while (cursor);
  return found;
}
