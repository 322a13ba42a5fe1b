import "server-only";
import type { OrderMessageView } from "@globalmarket/api";
import { MOST_ROWS_OF_PAGE } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

export interface Thread {
  /** The latest ones, the oldest of them first. */
  messages: OrderMessageView[];
  /** There are earlier ones. */
  isCut: boolean;
}

/** What the customer and one vendor wrote about its part of an order. */
export async function readThread(orderId: string, vendorOrderId: string): Promise<Thread> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/admin/orders/{order_id}/messages", {
    params: { path: { order_id: orderId }, query: { vendor_order: vendorOrderId, limit: MOST_ROWS_OF_PAGE } },
  });
  return { messages: (data?.items ?? []).toReversed(), isCut: Boolean(data?.next_cursor) };
}
