import "server-only";
import { type AddLineRequest, type CartDetail, Refused } from "@globalmarket/api";
import { currentShop, privateApi } from "@/server/shop";
import { type CartReference, cartSecret, readCartReference, writeCartReference } from "./cart-cookie";

/**
 * A new cart for this visitor, with these lines. It takes over what a guest had saved for later in the cart before. `key` makes a
 * repeated call the same cart.
 *
 * @throws Refused, ApiUnavailable
 */
export async function openCart(lines: AddLineRequest[], key: string): Promise<CartDetail> {
  const before = await readCartReference();
  const cart = await (before?.token ? afterGuestsCart(lines, key, before) : create(lines, key));
  await writeCartReference({ id: cart.id, token: cart.token ?? "" });
  return cart;
}

async function afterGuestsCart(lines: AddLineRequest[], key: string, before: CartReference): Promise<CartDetail> {
  try {
    return await create(lines, key, before);
  } catch (error) {
    // The cart before has expired; a product that is gone is refused again.
    if (error instanceof Refused && error.status === 404) return create(lines, `${key}-alone`);
    throw error;
  }
}

async function create(lines: AddLineRequest[], key: string, before?: CartReference): Promise<CartDetail> {
  const { locale, currency } = await currentShop();
  const api = await privateApi(before && cartSecret(before));
  const { data } = await api.POST("/api/v1/store/carts", {
    params: { query: { lang: locale.language }, header: { "Idempotency-Key": key } },
    body: { lines, country: locale.country, currency, ...(before && { saved_from: before.id }) },
  });
  return data as CartDetail;
}
