import "server-only";
import { type OrderDetail, Refused } from "@globalmarket/api";
import { cache } from "react";
import { privateApi } from "@/server/shop";
import { orderSecret } from "./order-cookie";

/** An order of this visitor: by the session, or by the secret that this browser was told. Null if it is not theirs, or not there. */
export const findOrder = cache(async (orderId: string): Promise<OrderDetail | null> => {
  const api = await privateApi(await orderSecret(orderId));
  try {
    const { data } = await api.GET("/api/v1/store/orders/{order_id}", { params: { path: { order_id: orderId } } });
    return data ?? null;
  } catch (error) {
    if (error instanceof Refused && [401, 403, 404].includes(error.status)) return null;
    throw error;
  }
});
