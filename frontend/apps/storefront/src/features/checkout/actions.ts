"use server";

import { type CheckoutDetail, Refused } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { fieldErrors, isDecided, problemSentence } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NoCart } from "@/features/cart/edits";
import { rememberOrder } from "@/features/orders/order-cookie";
import { currentShop } from "@/server/shop";
import { writeAttempt } from "./attempt-cookie";
import { type CheckoutState, chosenPayment, fieldOfMissing, typedValues } from "./draft";
import { openCheckout, saveChoice, saveDraft } from "./saving";
import { settle } from "./settle";

/** Order what the cart holds. What was typed is kept in the cart, so that nothing is lost whatever comes of it. */
export async function placeOrder(before: CheckoutState, form: FormData): Promise<CheckoutState> {
  const sent = {
    ...before,
    answers: before.answers + 1,
    values: typedValues(form),
    errors: {},
    message: null,
  };
  let next: string;
  try {
    if (form.get("intent") === "show_fields") {
      await saveChoice("shipping_address.country", form);
      return sent;
    }
    const cart = await saveDraft(form);
    const seen = readSeen(form);
    const due = cart.quote.amount_due;
    if (!isSame(due, seen)) return repriced(sent, seen, due);
    const { card } = chosenPayment(form);
    next = await remember(await openCheckout({ cartId: cart.id, total: due, key: before.key, card }));
  } catch (error) {
    if (!(error instanceof NoCart)) return refused(sent, error, readSeen(form));
    next = await orderedAlready(form, before.key);
  }
  redirect(next);
}

/** Keep a choice that changes what the order costs, as soon as it is made. Answers with what is wrong. */
export async function keepChoice(field: string, form: FormData): Promise<string | null> {
  try {
    await saveChoice(field, form);
    return null;
  } catch (error) {
    if (error instanceof NoCart) return (await getTranslations("cart"))("changed_elsewhere");
    return problemSentence(error);
  } finally {
    refresh();
  }
}

/** The cart has become an order: by the first of two clicks, in another tab, or before a step back. */
async function orderedAlready(form: FormData, key: string): Promise<string> {
  try {
    const { card } = chosenPayment(form);
    const cartId = String(form.get("cart_id"));
    return await remember(await openCheckout({ cartId, total: readSeen(form), key, card }));
  } catch {
    return `/${(await currentShop()).locale.tag}/checkout/return`;
  }
}

async function remember(checkout: CheckoutDetail): Promise<string> {
  await rememberOrder(checkout.order_id, checkout.order_token);
  await writeAttempt({ checkoutId: checkout.id, orderId: checkout.order_id });
  const next = await settle(checkout);
  return checkout.payment.action ? `${next}?go=1` : next;
}

async function refused(sent: CheckoutState, error: unknown, seen: Money): Promise<CheckoutState> {
  const t = await getTranslations("checkout");
  if (!(error instanceof Refused)) return { ...sent, message: await problemSentence(error) }; // no answer: the key stays
  if (error.code === "price_changed") return repriced(sent, seen, error.problem.current_total as Money);
  refresh();
  const fields = Object.entries(fieldErrors(error)).map(([name, text]) => {
    const field = fieldOfMissing(name);
    const isMissing = error.code === "checkout_incomplete" || (field === "email" && !sent.values.email);
    return [field, isMissing ? t("required") : text] as const;
  });
  const message = fields.length ? null : await problemSentence(error);
  const key = isDecided(error) ? crypto.randomUUID() : sent.key;
  return { ...sent, key, errors: Object.fromEntries(fields), message };
}

async function repriced(sent: CheckoutState, before: Money, now: Money): Promise<CheckoutState> {
  const t = await getTranslations("checkout");
  const { locale } = await currentShop();
  refresh();
  const totals = { before: formatMoney(before, locale.tag), now: formatMoney(now, locale.tag) };
  return { ...sent, key: crypto.randomUUID(), message: t("price_changed", totals) };
}

/** The total that the customer saw, as the form holds it. */
function readSeen(form: FormData): Money {
  const [minor, currency = ""] = String(form.get("quoted_total") ?? "").split(" ");
  return { minor: Number(minor), currency };
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}
