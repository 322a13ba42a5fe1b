import type { VendorOrderDetail } from "@globalmarket/api";
import { type Money, parseAmount } from "@globalmarket/money";
import { type Chosen, refundOf } from "@globalmarket/web/orders/refundable";

const AMOUNTS = ["shipping", "fees", "amount"] as const;

type AmountName = (typeof AMOUNTS)[number];

/** A refund that was typed: units with shipping and fees, or one amount. */
export interface TypedRefund {
  lines: { line_id: string; quantity: number }[];
  amounts: Partial<Record<AmountName, Money>>;
  /** What goes back at most. */
  total: Money;
  /** The form's fields that were read. */
  fields: string[];
  /** Those of them that hold no amount. */
  wrong: string[];
}

/** Reads the refund that a form asks of a vendor's part: `quantity.<line>`, and decimals in `shipping`, `fees` and `amount`. */
export function refundFrom(form: FormData, part: VendorOrderDetail): TypedRefund {
  const { currency } = part.total;
  const chosen: Chosen[] = part.lines
    .map((line) => ({ line, quantity: unitsIn(form, `quantity.${line.line_id}`) }))
    .filter(({ quantity }) => quantity > 0);
  const amounts: Partial<Record<AmountName, Money>> = {};
  const wrong: string[] = [];
  for (const name of AMOUNTS) {
    const typed = textIn(form, name);
    const amount = parseAmount(typed, currency);
    if (typed && !amount) wrong.push(name);
    else if (amount?.minor) amounts[name] = amount;
  }
  const minor = Object.values(amounts).reduce((sum, amount) => sum + amount.minor, refundOf(chosen, currency).minor);
  return {
    lines: chosen.map(({ line, quantity }) => ({ line_id: line.line_id, quantity })),
    amounts,
    total: { minor, currency },
    fields: [...part.lines.map(({ line_id }) => `quantity.${line_id}`), ...AMOUNTS],
    wrong,
  };
}

/** Whether both ways are filled in: units, shipping or fees, and the one amount that would be spread over them. */
export function isMixed({ lines, amounts }: TypedRefund): boolean {
  return Boolean(amounts.amount) && Boolean(lines.length || amounts.shipping || amounts.fees);
}

function unitsIn(form: FormData, name: string): number {
  const number = Number(textIn(form, name) || 0);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

function textIn(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
