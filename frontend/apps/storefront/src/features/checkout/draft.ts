import type { CartDetail, PatchedEditCartRequest, PaymentMethodOption, SavedAddress } from "@globalmarket/api";
import { addressValues, isSameAddress, readAddress, type Values } from "@/features/address/read-address";

export const CHOICE_PREFIX = "shipping_choices.";
export const SAVE_PREFIX = "save_card.";

/** What a checkout form holds, shows and is answered with. */
export interface CheckoutState {
  /** Makes a repeated sending the same order; a new one after each answer. */
  key: string;
  /** How often the form was answered: the focus moves to what is wrong. */
  answers: number;
  values: Values;
  /** By field, as the API names them. */
  errors: Values;
  message: string | null;
}

/** How to pay, as the value of one choice of the form: a method, and the saved card that is paid with. */
export function paymentValue(method: string, cardId?: string): string {
  return cardId ? `${method} ${cardId}` : method;
}

export interface ChosenPayment {
  method: string;
  card: { card_id?: string; save_card?: boolean };
}

/** How the form says to pay. A new card is saved if the customer ticked that for its method. */
export function chosenPayment(form: FormData): ChosenPayment {
  const [method = "", cardId] = String(form.get("payment_method") ?? "").split(" ");
  if (cardId) return { method, card: { card_id: cardId } };
  return { method, card: form.get(`${SAVE_PREFIX}${method}`) === "on" ? { save_card: true } : {} };
}

/** What is chosen before the customer chooses: the cart's method or the first one, by a saved card if there is one. */
export function firstPayment(methods: PaymentMethodOption[], known: string | null): string {
  const method = methods.find(({ code }) => code === known) ?? methods[0];
  return method ? paymentValue(method.code, method.saved_cards[0]?.id) : "";
}

/** What is known of the order before anything is typed. */
export function knownValues(cart: CartDetail, customer: { email: string; addresses: SavedAddress[] } | null): Values {
  const saved = customer?.addresses ?? [];
  const first = saved.find(({ is_default_shipping }) => is_default_shipping) ?? saved[0];
  const isFirstKept = first && (!cart.shipping_address || isSameAddress(first.address, cart.shipping_address));
  return {
    email: cart.email ?? customer?.email ?? "",
    saved_address: isFirstKept ? first.id : "",
    billing_same: cart.billing_address ? "" : "on",
    "shipping_address.country": cart.country,
    "billing_address.country": cart.country,
    ...addressValues(cart.shipping_address, "shipping_address"),
    ...addressValues(cart.billing_address, "billing_address"),
    note: cart.note,
  };
}

/** What was typed and chosen, to be shown again. */
export function typedValues(form: FormData): Values {
  return { billing_same: "", ...Object.fromEntries([...form].map(([name, value]) => [name, String(value)])) };
}

interface DraftContext {
  language: string;
  addresses: SavedAddress[];
  /** Whether something has to be sent. */
  isShipped: boolean;
}

/** What the form says, as an edit of the cart. */
export function readDraft(form: FormData, { language, addresses, isShipped }: DraftContext): PatchedEditCartRequest {
  const { method } = chosenPayment(form);
  const shipping = isShipped ? { shipping_address: chosenAddress(form, addresses) } : {};
  const isBillingSame = isShipped && form.get("billing_same") === "on";
  return {
    email: String(form.get("email") ?? "").trim(),
    ...shipping,
    billing_address: isBillingSame ? null : readAddress(form, "billing_address"),
    shipping_choices: readChoices(form),
    note: String(form.get("note") ?? "").trim() || null,
    language,
    ...(method ? { payment_method: method } : {}),
  };
}

/** How each vendor is to deliver. */
export function readChoices(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(CHOICE_PREFIX) ? [[name.slice(CHOICE_PREFIX.length), String(value)]] : [],
    ),
  );
}

/** The saved address that was chosen, or the one that was typed. */
export function chosenAddress(form: FormData, addresses: SavedAddress[]) {
  const saved = addresses.find(({ id }) => id === form.get("saved_address"));
  return saved ? saved.address : readAddress(form, "shipping_address");
}

/** The form's field for what the API calls missing. */
export function fieldOfMissing(name: string): string {
  if (["card_id", "save_card"].includes(name)) return "payment_method";
  return name.replace(/^shipping_choice:/, CHOICE_PREFIX);
}
