import "server-only";
import type { CartDetail, CheckoutDetail } from "@globalmarket/api";
import { type CartReference, forgetCart, readCartReference, writeCartReference } from "@/features/cart/cart-cookie";
import { openCart } from "@/features/cart/open-cart";
import { readCart } from "@/features/cart/reads";
import { currentShop } from "@/server/shop";
import { forgetAttempt } from "./attempt-cookie";

const CLOSING_TRIES = 8;
const CLOSING_WAIT_MS = 250;

/**
 * The address at which a customer goes on after a checkout. Where it has ended, this browser forgets it, and a cart that has become an
 * order gives way to what was added meanwhile.
 *
 * To be called where cookies can be set: in actions and route handlers.
 */
export async function settle(checkout: CheckoutDetail): Promise<string> {
  const { locale } = await currentShop();
  const home = `/${locale.tag}`;
  if (checkout.status === "awaiting_payment") return `${home}/checkout/${checkout.id}`;
  await forgetAttempt();
  if (checkout.status !== "confirmed") {
    const why = new URLSearchParams({ ended: checkout.status, reason: checkout.reason });
    return `${home}/checkout?${why}`;
  }
  await leaveCart();
  return `${home}/orders/${checkout.order_id}?placed=1`;
}

async function leaveCart(): Promise<void> {
  const reference = await readCartReference();
  const cart = reference && (await closedCart(reference));
  if (!reference || !cart) return;
  if (cart.next_cart_id) await writeCartReference({ ...reference, id: cart.next_cart_id });
  else if (cart.saved.length) await openCart([], `after-${cart.id}`);
  else await forgetCart();
}

/** The cart once it has become the order, which follows the payment by a moment; null if it takes longer. */
async function closedCart(reference: CartReference): Promise<CartDetail | null> {
  for (let left = CLOSING_TRIES; left > 0; left--) {
    const cart = await readCart(reference).catch(() => null);
    if (cart?.status !== "open") return cart;
    await new Promise((resolve) => setTimeout(resolve, CLOSING_WAIT_MS));
  }
  return null;
}
