import "server-only";
import type { OrderMessageView } from "@globalmarket/api";
import { orderSecret } from "@/features/orders/order-cookie";
import { privateApi } from "@/server/shop";

const MOST = 100;

/** What was written about a vendor's part of an order: the latest ones, the oldest of them first, and whether there are older ones. */
export async function readMessages(
  orderId: string,
  vendorOrderId: string,
): Promise<{ messages: OrderMessageView[]; isCut: boolean }> {
  const api = await privateApi(await orderSecret(orderId));
  const { data } = await api.GET("/api/v1/store/orders/{order_id}/messages", {
    params: { path: { order_id: orderId }, query: { limit: MOST, vendor_order: vendorOrderId } },
  });
  return { messages: (data?.items ?? []).toReversed(), isCut: Boolean(data?.next_cursor) };
}
