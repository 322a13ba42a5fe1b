import { type Money, parseAmount } from "@globalmarket/money";

/** The amount that was typed, such as "12.50" or "12,50"; null if it is none, or not above zero. */
export function typedAmount(text: string, currency: string): Money | null {
  const amount = parseAmount(text, currency);
  return amount && amount.minor > 0 ? amount : null;
}
