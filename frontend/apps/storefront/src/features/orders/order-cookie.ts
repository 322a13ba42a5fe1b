import "server-only";
import { ownCookies } from "@globalmarket/web/server/own-cookies";
import { cookieOptions } from "@globalmarket/web/server/session";
import { secretOf, withSecret } from "./secrets";

const ORDERS_COOKIE = "gm_orders";

/** The header by which the API knows the guest whose order it is; none for orders whose secret this browser was not told. */
export async function orderSecret(orderId: string): Promise<Record<string, string>> {
  const secret = secretOf((await ownCookies()).get(ORDERS_COOKIE)?.value, orderId);
  return secret ? { "Order-Token": secret } : {};
}

/** Let this browser open the order from now on. */
export async function rememberOrder(orderId: string, secret: string): Promise<void> {
  const jar = await ownCookies();
  jar.set(ORDERS_COOKIE, withSecret(jar.get(ORDERS_COOKIE)?.value, orderId, secret), cookieOptions());
}
