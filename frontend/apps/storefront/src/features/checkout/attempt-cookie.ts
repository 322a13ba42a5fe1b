import "server-only";
import { ownCookies } from "@globalmarket/web/server/own-cookies";
import { cookieOptions } from "@globalmarket/web/server/session";

const ATTEMPT_COOKIE = "gm_checkout";

/** The checkout that this browser has begun last, and the order that it may become. */
export interface Attempt {
  checkoutId: string;
  orderId: string;
}

export async function readAttempt(): Promise<Attempt | null> {
  const [checkoutId, orderId] = ((await ownCookies()).get(ATTEMPT_COOKIE)?.value ?? "").split("|");
  return checkoutId && orderId ? { checkoutId, orderId } : null;
}

export async function writeAttempt({ checkoutId, orderId }: Attempt): Promise<void> {
  (await ownCookies()).set(ATTEMPT_COOKIE, `${checkoutId}|${orderId}`, cookieOptions());
}

export async function forgetAttempt(): Promise<void> {
  (await ownCookies()).delete(ATTEMPT_COOKIE);
}
