import "server-only";
import type { OrderMessageView } from "@globalmarket/api";
import { orderSecret } from "@/features/orders/order-cookie";
import { privateApi } from "@/server/shop";

const MOST = 100;

/** What was written about an order, the latest ones, the oldest of them first, by vendor order. */
export async function readMessages(orderId: string): Promise<Map<string, OrderMessageView[]>> {
  const api = await privateApi(await orderSecret(orderId));
  const { data } = await api.GET("/api/v1/store/orders/{order_id}/messages", {
    params: { path: { order_id: orderId }, query: { limit: MOST } },
  });
  return Map.groupBy((data?.items ?? []).toReversed(), ({ vendor_order_id }) => vendor_order_id);
}
