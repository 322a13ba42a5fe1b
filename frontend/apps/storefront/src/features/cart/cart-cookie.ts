import "server-only";
import { ownCookies } from "@globalmarket/web/server/own-cookies";
import { cookieOptions } from "@globalmarket/web/server/session";

const CART_COOKIE = "gm_cart";

/** Which cart is this visitor's. A guest's has a secret that the API gives once. */
export interface CartReference {
  id: string;
  token: string;
}

export async function readCartReference(): Promise<CartReference | null> {
  const [id, token = ""] = ((await ownCookies()).get(CART_COOKIE)?.value ?? "").split("|");
  return id ? { id, token } : null;
}

export async function writeCartReference(cart: CartReference): Promise<void> {
  (await ownCookies()).set(CART_COOKIE, `${cart.id}|${cart.token}`, cookieOptions());
}

export async function forgetCart(): Promise<void> {
  (await ownCookies()).delete(CART_COOKIE);
}

/** The header by which the API knows the guest whose cart it is. */
export function cartSecret({ token }: CartReference): Record<string, string> {
  return token ? { "Cart-Token": token } : {};
}
