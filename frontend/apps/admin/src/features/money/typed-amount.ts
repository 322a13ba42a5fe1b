import { type Money, parseDecimal } from "@globalmarket/money";

/** The amount that was typed, such as "12.50" or "12,50"; null if it is none, or nothing. */
export function typedAmount(text: string, currency: string): Money | null {
  const amount = parseDecimal(text.replace(",", "."), currency);
  return amount && amount.minor > 0 ? amount : null;
}
