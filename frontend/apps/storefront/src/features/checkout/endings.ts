import "server-only";
import { getTranslations } from "next-intl/server";

const ENDINGS = ["declined", "expired", "canceled", "replaced", "refunded"] as const;

// What banks and the marketplace give as reasons; for others only the ending is shown.
const REASONS = [
  "card_declined",
  "insufficient_funds",
  "expired_card",
  "authentication_failed",
  "vendor_not_selling",
  "out_of_stock",
  "credit_gone",
] as const;

/** Why the last attempt to pay came to nothing and what to do, by the address's `ended` and `reason`; null if there is none. */
export async function endingSentence(query: Record<string, string | string[] | undefined>): Promise<string | null> {
  const t = await getTranslations("checkout");
  const reason = REASONS.find((one) => one === query.reason);
  const ending = ENDINGS.find((one) => one === query.ended);
  if (!ending) return null;
  return reason ? t(`reasons.${reason}`) : t(`endings.${ending}`);
}
