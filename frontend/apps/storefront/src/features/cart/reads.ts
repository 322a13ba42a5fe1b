import "server-only";
import { type CartDetail, type ProductCard, Refused, type VendorShippingOptions } from "@globalmarket/api";
import { answerOr } from "@globalmarket/web/server/problems";
import { cache } from "react";
import { currentShop, place, privateApi } from "@/server/shop";
import { type CartReference, cartSecret, readCartReference } from "./cart-cookie";

/** The visitor's open cart, priced anew; null if there is none, or it is no longer there. */
export const findCart = cache(async (): Promise<CartDetail | null> => {
  const reference = await readCartReference();
  if (!reference) return null;
  return openOne(await readCart(reference), reference);
});

/** What a guest put into the cart while it was being paid is in the next one, which the same secret opens. */
async function openOne(cart: CartDetail | null, reference: CartReference): Promise<CartDetail | null> {
  if (!cart || cart.status === "open") return cart;
  if (!cart.next_cart_id) return null;
  const next = await readCart({ ...reference, id: cart.next_cart_id });
  return next?.status === "open" ? next : null;
}

/** The cart as it stands, open or not; null if it is not there or not this visitor's. */
export async function readCart(reference: CartReference): Promise<CartDetail | null> {
  const { locale } = await currentShop();
  const api = await privateApi(cartSecret(reference));
  try {
    const { data } = await api.GET("/api/v1/store/carts/{cart_id}", {
      params: { path: { cart_id: reference.id }, query: { lang: locale.language } },
    });
    return data ?? null;
  } catch (error) {
    if (error instanceof Refused && [401, 403, 404].includes(error.status)) return null;
    throw error;
  }
}

/** How each vendor of the cart delivers to the cart's place, and what that costs. */
export async function listDelivery(cart: CartDetail): Promise<VendorShippingOptions[]> {
  const reference = await readCartReference();
  const { locale } = await currentShop();
  const api = await privateApi(reference ? cartSecret(reference) : {});
  const { data } = await api.GET("/api/v1/store/carts/{cart_id}/shipping-options", {
    params: { path: { cart_id: cart.id }, query: { lang: locale.language } },
  });
  return data?.items ?? [];
}

/** What customers buy in one order with what the cart holds; nothing where that is not known, or cannot be read now: a cart works without. */
export async function listSuggestions(cart: CartDetail): Promise<ProductCard[]> {
  const reference = await readCartReference();
  const api = await privateApi(reference ? cartSecret(reference) : {});
  const call = api.GET("/api/v1/store/carts/{cart_id}/recommendations", {
    params: { path: { cart_id: cart.id }, query: { ...(await place()), limit: 4, fallback: false } },
  });
  const items = call.then(({ data }) => (data?.basis === "bought_together" ? data.items : []));
  return answerOr([], items);
}
