import "server-only";
import {
  Refused,
  type VendorOrderDetail,
  type VendorOrderSummary,
  type VendorOrderSummaryPage,
} from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import { type OrderFilters, UNSENT, UNSENT_STATES } from "./filters";

/** The vendor's orders, the newest first. */
export async function listOrders(filters: OrderFilters, place: Place = {}): Promise<VendorOrderSummaryPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const state = filters.state === UNSENT ? UNSENT_STATES : filters.state;
    const query = { limit: PAGE_SIZE, ...filters, ...(state && { state }), ...at };
    return (await api.GET("/api/v1/vendor/orders", { params: { query } })).data as VendorOrderSummaryPage;
  });
}

/** Those of the named orders that the vendor has, as they are now. */
export async function listNamed(ids: string[]): Promise<VendorOrderSummary[]> {
  if (!ids.length) return [];
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/orders", { params: { query: { ids: ids.join() } } });
  return (data as VendorOrderSummaryPage).items;
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
