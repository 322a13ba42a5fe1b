"use server";

import { problemSentence } from "@globalmarket/web/server/problems";
import { redirect } from "next/navigation";
import { writeCartReference } from "@/features/cart/cart-cookie";
import { currentShop, privateApi } from "@/server/shop";
import type { OrderOutcome } from "./actions";
import { orderSecret } from "./order-cookie";

/** Put what the order had into the visitor's cart, as far as it is sold now. */
export async function reorder(before: OrderOutcome, form: FormData): Promise<OrderOutcome> {
  const { locale } = await currentShop();
  const orderId = String(form.get("order_id"));
  const api = await privateApi(await orderSecret(orderId));
  let leftOut: number;
  try {
    const { data } = await api.POST("/api/v1/store/orders/{order_id}/reorder", {
      params: {
        path: { order_id: orderId },
        query: { lang: locale.language },
        header: { "Idempotency-Key": before.key },
      },
    });
    if (!data) throw new Error("an answer without a cart");
    await writeCartReference({ id: data.cart_id, token: data.cart_token ?? "" });
    leftOut = data.left_out.length;
  } catch (error) {
    return { kind: "problem", message: await problemSentence(error), key: before.key };
  }
  redirect(`/${locale.tag}/cart${leftOut ? `?left_out=${leftOut}` : ""}`);
}
