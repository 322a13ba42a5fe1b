import "server-only";
import {
  type Api,
  type CartDetail,
  type PatchedEditCartRequest,
  Refused,
  type VendorShippingOption,
} from "@globalmarket/api";
import { currentShop, privateApi } from "@/server/shop";
import { type CartReference, cartSecret, readCartReference, writeCartReference } from "./cart-cookie";
import { listDelivery, readCart } from "./reads";

/** The visitor has no open cart: it was ordered in another tab, or has been forgotten. */
export class NoCart extends Error {}

interface OwnCart {
  id: string;
  language: string;
  api: Api;
}

/**
 * Call the API about the visitor's open cart. If that has become an order meanwhile, about the cart that follows it.
 *
 * @throws NoCart
 * @throws Refused
 */
export async function onOwnCart<T>(call: (own: OwnCart) => Promise<T>): Promise<T> {
  const reference = await readCartReference();
  if (!reference) throw new NoCart();
  try {
    return await call(await own(reference));
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "cart_closed") throw error;
    const closed = await readCart(reference);
    if (!closed?.next_cart_id) throw new NoCart();
    const next = { ...reference, id: closed.next_cart_id };
    await writeCartReference(next);
    return call(await own(next));
  }
}

async function own(reference: CartReference): Promise<OwnCart> {
  const { locale } = await currentShop();
  return { id: reference.id, language: locale.language, api: await privateApi(cartSecret(reference)) };
}

/**
 * Change the cart's details. With an `etag` only that version of it.
 *
 * @throws NoCart
 * @throws Refused: with status 412 if the cart is no longer of that version
 */
export async function editCart(edit: PatchedEditCartRequest, etag?: string): Promise<CartDetail> {
  const header = etag ? { "If-Match": `"${etag}"` } : {};
  return onOwnCart(async ({ id, language, api }) => {
    const params = { path: { cart_id: id }, query: { lang: language }, header };
    const { data } = await api.PATCH("/api/v1/store/carts/{cart_id}", { params, body: edit });
    return data as CartDetail;
  });
}

/** The cart with the cheapest delivery of each vendor for which none is chosen, so that its total is one that can be paid. */
export async function withDelivery(cart: CartDetail): Promise<CartDetail> {
  const lacking = cart.vendors.filter((vendor) => vendor.needs_shipping && !vendor.shipping_method_id);
  if (!lacking.length) return cart;
  const offered = await listDelivery(cart);
  const choices = lacking.flatMap(({ vendor_id }) => {
    const best = cheapest(offered.find((one) => one.vendor_id === vendor_id)?.options ?? []);
    return best ? [[vendor_id, best.method_id] as const] : [];
  });
  return choices.length ? editCart({ shipping_choices: Object.fromEntries(choices) }) : cart;
}

/** The option that costs least; of equal ones the quickest. */
export function cheapest(options: VendorShippingOption[]): VendorShippingOption | undefined {
  return options.toSorted((one, other) => one.cost.minor - other.cost.minor || one.max_days - other.max_days)[0];
}
