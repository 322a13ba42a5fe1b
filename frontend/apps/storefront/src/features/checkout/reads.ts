import "server-only";
import {
  type CartDetail,
  type CheckoutDetail,
  type PaymentMethodOption,
  Refused,
  type SavedAddress,
} from "@globalmarket/api";
import { findPerson } from "@globalmarket/web/server/person";
import { listAddresses } from "@/features/account/reads";
import { cartSecret, readCartReference } from "@/features/cart/cart-cookie";
import { orderSecret } from "@/features/orders/order-cookie";
import { currentShop, privateApi } from "@/server/shop";
import type { Attempt } from "./attempt-cookie";

/** How a checkout stands; null if it is not this visitor's. */
export async function findCheckout(attempt: Attempt): Promise<CheckoutDetail | null> {
  const api = await privateApi(await orderSecret(attempt.orderId));
  try {
    const { data } = await api.GET("/api/v1/store/checkouts/{checkout_id}", {
      params: { path: { checkout_id: attempt.checkoutId } },
    });
    return data ?? null;
  } catch (error) {
    if (error instanceof Refused && [401, 403, 404].includes(error.status)) return null;
    throw error;
  }
}

/** The ways in which this cart can be paid, as the marketplace orders them. */
export async function listPaymentMethods(cart: CartDetail): Promise<PaymentMethodOption[]> {
  const reference = await readCartReference();
  const { locale } = await currentShop();
  const api = await privateApi(reference ? cartSecret(reference) : {});
  const { data } = await api.GET("/api/v1/store/carts/{cart_id}/payment-methods", {
    params: { path: { cart_id: cart.id }, query: { lang: locale.language } },
  });
  return data?.items ?? [];
}

/** Who is logged in, with the addresses of the book; null for a guest. */
export async function findBuyer(): Promise<{ email: string; addresses: SavedAddress[] } | null> {
  const customer = await findPerson();
  return customer && { email: customer.email, addresses: await listAddresses() };
}
