import type { VendorOrderLineDetail } from "@globalmarket/api";
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

/** What `units` of `all` are worth of an amount, rounded up: at most so much is taken back, whatever the API rounds. */
export function shareOf({ minor, currency }: Money, units: number, all: number): Money {
  return { minor: all > 0 ? Math.ceil((minor * Math.min(units, all)) / all) : 0, currency };
}
