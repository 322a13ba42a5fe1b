import "server-only";
import { Refused, type VendorOrderDetail, type VendorOrderSummaryPage } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import { type OrderFilters, UNSENT, UNSENT_STATES } from "./filters";

/** The vendor's orders, the newest first, a page at a time. */
export async function listOrders(filters: OrderFilters, limit: number): Promise<VendorOrderSummaryPage> {
  const api = await privateApi();
  const { cursor, ...narrowed } = filters;
  return fromCursor(cursor, async (at) => {
    const state = narrowed.state === UNSENT ? UNSENT_STATES : narrowed.state;
    const query = { limit, ...narrowed, ...(state && { state }), ...at };
    return (await api.GET("/api/v1/vendor/orders", { params: { query } })).data as VendorOrderSummaryPage;
  });
}

/** 404 if the vendor has no such order. */
export async function getOrder(id: string): Promise<VendorOrderDetail> {
  const api = await privateApi();
  try {
    const params = { path: { vendor_order_id: id } };
    return (await api.GET("/api/v1/vendor/orders/{vendor_order_id}", { params })).data as VendorOrderDetail;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}
