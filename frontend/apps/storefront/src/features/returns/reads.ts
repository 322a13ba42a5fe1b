import "server-only";
import type { ReturnOptions, ReturnView } from "@globalmarket/api";
import { cache } from "react";
import { orderSecret } from "@/features/orders/order-cookie";
import { privateApi } from "@/server/shop";

/** What of the visitor's order can be returned now, by vendor. */
export const readReturnOptions = cache(async (orderId: string): Promise<ReturnOptions> => {
  const api = await privateApi(await orderSecret(orderId));
  const { data } = await api.GET("/api/v1/store/orders/{order_id}/return-options", {
    params: { path: { order_id: orderId } },
  });
  return data ?? { parts: [] };
});

const MOST_SHOWN = 100;

/** The returns of the visitor's order, the newest first. */
export async function listReturns(orderId: string): Promise<ReturnView[]> {
  const api = await privateApi(await orderSecret(orderId));
  const { data } = await api.GET("/api/v1/store/orders/{order_id}/returns", {
    params: { path: { order_id: orderId }, query: { limit: MOST_SHOWN } },
  });
  return data?.items ?? [];
}
