import "server-only";
import { getTranslations } from "next-intl/server";

const NAMES = [
  "contact",
  "email",
  "email_hint",
  "address",
  "new_address",
  "billing",
  "billing_same",
  "delivery",
  "payment",
  "card_hint",
  "other_card",
  "save_card",
  "save_card_hint",
  "bank_hint",
  "cash_hint",
  "phone_hint",
  "voucher_payment_hint",
  "wallet_hint",
  "needs_phone",
  "nothing_to_pay",
  "errors_title",
  "updating",
  "ordering",
  "show_fields",
  "failed",
  "note",
  "note_hint",
  "optional",
] as const;

export type CheckoutWords = Record<(typeof NAMES)[number], string> & {
  /** Empty where the currency is the region's own. */
  bank_converts: string;
};

/** What the checkout form says, in the reader's language. `foreign` is the currency, where it is not the region's own. */
export async function checkoutWords(foreign: string): Promise<CheckoutWords> {
  const t = await getTranslations("checkout");
  const words = Object.fromEntries(NAMES.map((name) => [name, t(name)])) as CheckoutWords;
  return { ...words, bank_converts: foreign && t("bank_converts", { currency: foreign }) };
}
