import "server-only";
import { Refused } from "@globalmarket/api";
import { currentShop, privateApi } from "@/server/shop";
import { cartSecret, readCartReference, writeCartReference } from "./cart-cookie";

/**
 * After a log-in: the customer's own cart becomes this visitor's, with what the guest had put into theirs. `key` makes a repeated
 * call the same merge.
 *
 * @throws Refused, ApiUnavailable: the guest's cart is kept then
 */
export async function adoptCart(key: string): Promise<void> {
  const guest = await readCartReference();
  const id = (guest?.token && (await merged(guest.id, guest.token, key))) || (await ownCart(key));
  if (id) await writeCartReference({ id, token: "" });
}

/** The id of the customer's cart, which holds the guest's lines now; null if the guest's cart is gone. */
async function merged(id: string, token: string, key: string): Promise<string | null> {
  const { locale } = await currentShop();
  const api = await privateApi(cartSecret({ id, token }));
  try {
    const { data } = await api.POST("/api/v1/store/carts/{cart_id}/merge", {
      params: { path: { cart_id: id }, query: { lang: locale.language }, header: { "Idempotency-Key": key } },
    });
    return data?.id ?? null;
  } catch (error) {
    if (error instanceof Refused && [403, 404, 409].includes(error.status)) return null;
    throw error;
  }
}

async function ownCart(key: string): Promise<string | null> {
  const { locale, currency } = await currentShop();
  const api = await privateApi();
  const { data } = await api.POST("/api/v1/store/carts", {
    params: { query: { lang: locale.language }, header: { "Idempotency-Key": `${key}-own` } },
    body: { country: locale.country, currency },
  });
  return data?.id ?? null;
}
