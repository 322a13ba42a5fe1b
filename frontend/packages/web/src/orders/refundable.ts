import type { RefundReason, VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";

/** Why a part of a sale is refunded: the API's names. */
export const REFUND_REASONS = [
  "damaged",
  "not_as_described",
  "not_received",
  "late",
  "wrong_price",
  "withdrawal",
  "goodwill",
  "other",
] as const;

/** Units of a line that are to be canceled or refunded. */
export interface Chosen {
  line: VendorOrderLineDetail;
  quantity: number;
}

/** The largest amount that a refund of these units can be: their share of what was paid, and no more of a line than is left of it. */
export function refundOf(chosen: Chosen[], currency: string): Money {
  const minor = chosen.reduce((sum, { line, quantity }) => {
    return sum + Math.min(shareOf(line.total, quantity, line.quantity).minor, line.refundable.minor);
  }, 0);
  return { minor, currency };
}

/** What canceling these units refunds at most. With the last units of the whole order goes what is left of its shipping and its fees. */
export function cancellationOf(order: VendorOrderDetail, chosen: Chosen[]): Money {
  const left = order.lines.reduce((sum, { quantity, canceled }) => sum + quantity - canceled, 0);
  return withRest(order, chosen, countOf(chosen) >= left);
}

/**
 * What taking back returned units refunds at most. Units that were refunded before are passed over. With the last units that the customer
 * has goes what is left of shipping and fees, unless they were returned for a reason of the customer's own (`other`).
 */
export function returnOf(order: VendorOrderDetail, chosen: Chosen[], reason: RefundReason): Money {
  const due = chosen.map(({ line, quantity }) => ({ line, quantity: Math.min(quantity, line.refundable_units) }));
  const back = order.reversals.filter(({ cause }) => cause === "return").flatMap(({ lines }) => lines);
  const left = order.lines.reduce((sum, { quantity, canceled }) => sum + quantity - canceled, 0) - countOf(back);
  return withRest(order, due, reason !== "other" && countOf(due) >= left);
}

function withRest(order: VendorOrderDetail, chosen: Chosen[], isWithRest: boolean): Money {
  const { minor, currency } = refundOf(chosen, order.total.currency);
  const rest = isWithRest ? order.refundable_shipping.minor + order.refundable_fees.minor : 0;
  return { minor: minor + rest, currency };
}

function countOf(units: { quantity: number }[]): number {
  return units.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What `units` of `all` are worth of an amount, rounded up: at most so much is taken back, whatever the API rounds. */
export function shareOf({ minor, currency }: Money, units: number, all: number): Money {
  return { minor: all > 0 ? Math.ceil((minor * Math.min(units, all)) / all) : 0, currency };
}
