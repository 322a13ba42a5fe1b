import type { SavedCard } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/** Brands as they write themselves, by the name that the provider has for them. */
const BRANDS: Record<string, string> = {
  amex: "American Express",
  cartes_bancaires: "Cartes Bancaires",
  diners: "Diners Club",
  discover: "Discover",
  eftpos_au: "eftpos",
  jcb: "JCB",
  mastercard: "Mastercard",
  unionpay: "UnionPay",
  visa: "Visa",
};

export interface CardText {
  id: string;
  /** Which card it is. */
  name: string;
  /** Until when it can be used. */
  expiry: string;
}

/** What a customer reads of saved cards. */
export async function cardTexts(cards: SavedCard[]): Promise<CardText[]> {
  const t = await getTranslations("account");
  const now = new Date();
  return cards.map(({ id, brand, last4, expires_month, expires_year }) => {
    const date = `${String(expires_month).padStart(2, "0")}/${expires_year}`;
    const isExpired = Date.UTC(expires_year, expires_month) <= now.getTime();
    return {
      id,
      name: t("card_ending", { brand: BRANDS[brand] ?? t("card"), digits: last4 }),
      expiry: t(isExpired ? "card_expired" : "card_expires", { date }),
    };
  });
}
