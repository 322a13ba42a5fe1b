"use server";

import { type AddLineRequest, ApiUnavailable, type CartDetail, Refused } from "@globalmarket/api";
import { problemSentence } from "@globalmarket/web/server/problems";
import { getTranslations } from "next-intl/server";
import { NoCart, onOwnCart, withDelivery } from "./edits";
import { openCart } from "./open-cart";
import type { Outcome } from "./outcome";

/** Put a variant into the visitor's cart, and make a cart where there is none. `key` makes a repeated click the same addition; without scripts there is none. */
export async function addToCart(_before: Outcome | null, form: FormData): Promise<Outcome> {
  const t = await getTranslations("cart");
  const line = { variant_id: String(form.get("variant_id")), quantity: Number(form.get("quantity")) || 1 };
  const key = String(form.get("key") || crypto.randomUUID());
  try {
    const cart = (await addToOwnCart(line, key)) ?? (await openCart([line], key));
    await withDelivery(cart).catch(() => undefined); // the line is in; delivery can be chosen in the cart
    return { kind: "success", message: t("added"), added: line.quantity };
  } catch (error) {
    const isUnanswered = error instanceof ApiUnavailable;
    return { kind: "problem", message: await problemSentence(error), isUnanswered };
  }
}

/** Null if there is no cart to add to: none yet, or one that has become an order or was forgotten. */
async function addToOwnCart(line: AddLineRequest, key: string): Promise<CartDetail | null> {
  try {
    return await onOwnCart(async ({ id, language, api }) => {
      const { data } = await api.POST("/api/v1/store/carts/{cart_id}/lines", {
        params: { path: { cart_id: id }, query: { lang: language }, header: { "Idempotency-Key": key } },
        body: line,
      });
      return data as CartDetail;
    });
  } catch (error) {
    if (error instanceof NoCart || (error instanceof Refused && [401, 403, 404].includes(error.status))) return null;
    throw error;
  }
}
