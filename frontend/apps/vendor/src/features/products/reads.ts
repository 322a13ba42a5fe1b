import "server-only";
import {
  type ProductStatus,
  Refused,
  type StockItemDetail,
  type VendorProduct,
  type VendorProductPage,
} from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

const PAGE_SIZE = 25;
const MOST_VARIANTS = 100; // of a product whose stock is shown: the API's largest page

/** A product as it stands, and the tag of that version: an edit names it. */
export interface Version {
  product: VendorProduct;
  etag: string;
}

export async function listProducts(status: ProductStatus | undefined, cursor?: string): Promise<VendorProductPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...(status && { status }), ...at };
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

/** What is there of each of the product's variants. */
export async function listStock(productId: string): Promise<StockItemDetail[]> {
  const api = await privateApi();
  const query = { product_id: productId, limit: MOST_VARIANTS };
  return (await api.GET("/api/v1/vendor/stock", { params: { query } })).data?.items ?? [];
}
