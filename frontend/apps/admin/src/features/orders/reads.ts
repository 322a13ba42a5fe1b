import "server-only";
import type { PaymentView, StaffOrderDetail, StaffOrderSummaryPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { OrderFilters } from "./filters";

const MOST_PAYMENTS = 100; // of one order: each is an attempt to pay it

/** The region's orders, the newest first. */
export async function listOrders(filters: OrderFilters, place: Place = {}): Promise<StaffOrderSummaryPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/orders", { params: { query } })).data as StaffOrderSummaryPage;
  });
}

/** An order with what each vendor sold in it. The page "not found" if there is none such. */
export const getOrder = cache(async (id: string): Promise<StaffOrderDetail> => {
  const api = await privateApi();
  const params = { path: { order_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/orders/{order_id}", { params }))).data as StaffOrderDetail;
});

/** The attempts to pay an order. */
export async function listPayments(orderId: string): Promise<PaymentView[]> {
  const api = await privateApi();
  const query = { order_id: orderId, limit: MOST_PAYMENTS };
  return (await api.GET("/api/v1/admin/payments", { params: { query } })).data?.items ?? [];
}
