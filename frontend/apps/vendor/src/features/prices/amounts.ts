import { type Money, parseAmount } from "@globalmarket/money";

/** Prices as they were typed, parted by blanks, semicolons or line ends: `18,50 19,00`. Null where any of them is no amount. */
export function readPrices(typed: string, currency: string): Money[] | null {
  const amounts = typed
    .split(/[\s;]+/)
    .filter(Boolean)
    .map((text) => parseAmount(text, currency));
  return amounts.every((amount) => amount !== null) ? amounts : null;
}

/** An amount, null for an emptied field; undefined for what is no amount. */
export function readAmount(typed: string, currency: string): Money | null | undefined {
  const text = typed.trim();
  return text ? (parseAmount(text, currency) ?? undefined) : null;
}
