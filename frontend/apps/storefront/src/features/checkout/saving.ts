import "server-only";
import { type CartDetail, type CheckoutDetail, Refused } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";
import { environment } from "@globalmarket/web/server/environment";
import { headers } from "next/headers";
import { cartSecret, readCartReference } from "@/features/cart/cart-cookie";
import { editCart, withDelivery } from "@/features/cart/edits";
import { currentShop, privateApi } from "@/server/shop";
import { CHOICE_PREFIX, type ChosenPayment, chosenAddress, chosenPayment, readChoices, readDraft } from "./draft";
import { findBuyer } from "./reads";

const RUNNING_TRIES = 20;
const RUNNING_WAIT_MS = 500;

/** Put everything that the form holds into the cart. All that is wrong with it is refused at once. */
export async function saveDraft(form: FormData): Promise<CartDetail> {
  const { locale } = await currentShop();
  const addresses = await bookFor(form);
  const isShipped = form.has("shipping_address.country");
  return editCart(readDraft(form, { language: locale.language, addresses, isShipped }));
}

/** Put one choice into the cart: a field of the form that changes what the order costs. */
export async function saveChoice(field: string, form: FormData): Promise<CartDetail> {
  if (field.startsWith(CHOICE_PREFIX)) return editCart({ shipping_choices: readChoices(form) });
  if (field === "payment_method") return editCart({ payment_method: chosenPayment(form).method });
  const saved = form.get("saved_address");
  if (saved) return withDelivery(await editCart({ shipping_address: chosenAddress(form, await bookFor(form)) }));
  const country = String(form.get("shipping_address.country"));
  return withDelivery(await editCart({ country, shipping_address: null }));
}

interface Opening {
  cartId: string;
  /** What the customer saw. */
  total: Money;
  key: string;
  card: ChosenPayment["card"];
}

/**
 * Begin to turn the cart into an order. With the same `key` it is begun once, however often it is asked for.
 *
 * @throws Refused
 * @throws ApiUnavailable: ask again with the same key
 */
export async function openCheckout({ cartId, total, key, card }: Opening): Promise<CheckoutDetail> {
  const { locale } = await currentShop();
  const origin = `${environment.publicScheme}://${(await headers()).get("host")}`;
  const body = {
    cart_id: cartId,
    quoted_total: total,
    return_url: `${origin}/${locale.tag}/checkout/return`,
    ...card,
  };
  const reference = await readCartReference();
  const api = await privateApi(reference ? cartSecret(reference) : {});
  return untilAnswered(async () => {
    const params = { header: { "Idempotency-Key": key } };
    const { data } = await api.POST("/api/v1/store/checkouts", { params, body });
    return data as CheckoutDetail;
  });
}

/** A second click finds the first one still at work: it waits for that one's answer. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (let left = RUNNING_TRIES; ; left--) {
    try {
      return await call();
    } catch (error) {
      const isRunning = error instanceof Refused && error.code === "still_running";
      if (!isRunning || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, RUNNING_WAIT_MS));
    }
  }
}

async function bookFor(form: FormData) {
  return form.get("saved_address") ? ((await findBuyer())?.addresses ?? []) : [];
}
