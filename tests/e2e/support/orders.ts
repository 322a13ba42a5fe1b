import { callApi, findBuyable } from "./api.ts";
import { addressIn } from "./shop.ts";

export interface Placed {
  id: string;
  number: string;
  email: string;
  /** The slug of the vendor that sold it. */
  vendor: string;
  total: { minor: number; currency: string };
}

/** An order of one product, placed by a guest and paid by a card that succeeds: by the API alone. */
export async function placeOrder(region: string, locale: string): Promise<Placed> {
  const [language = "", country = ""] = locale.split("-");
  const [product] = await findBuyable(region, locale, 1);
  const email = `guest-${crypto.randomUUID()}@example.com`;
  const { body: found } = await callApi(region, `store/products/${product?.slug}?lang=${language}&country=${country}`);
  const lines = [{ variant_id: found.variants[0].id, quantity: 1 }];
  const cart = await post(region, "store/carts", { country, lines });
  const secret = { "Cart-Token": cart.token };
  const { body: shipping } = await callApi(region, `store/carts/${cart.id}/shipping-options?country=${country}`, {
    headers: secret,
  });
  const address = { ...addressIn(locale), country };
  const choices = shipping.items.map((one: { vendor_id: string; options: { method_id: string }[] }) => [
    one.vendor_id,
    one.options[0]?.method_id,
  ]);
  const { body: ready } = await callApi(region, `store/carts/${cart.id}`, {
    method: "PATCH",
    headers: { ...secret, "If-Match": cart.etag },
    body: { email, shipping_address: address, shipping_choices: Object.fromEntries(choices) },
  });
  const order = await post(
    region,
    "store/checkouts",
    { cart_id: cart.id, payment_method: "sandbox_card", card_token: "tok_ok", quoted_total: ready.quote.total },
    secret,
  );
  return {
    id: order.order_id,
    number: order.order_number,
    email,
    vendor: product?.vendor ?? "",
    total: ready.quote.total,
  };
}

async function post(region: string, path: string, body: unknown, more: Record<string, string> = {}) {
  const headers = { "Idempotency-Key": crypto.randomUUID(), ...more };
  const answer = await callApi(region, path, { method: "POST", headers, body });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
