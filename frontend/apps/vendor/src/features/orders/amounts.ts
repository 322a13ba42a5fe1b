import type { VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";

/** What of a line is not sent and not canceled. */
export function unsent(line: Pick<VendorOrderLineDetail, "quantity" | "canceled" | "shipped">): number {
  return line.quantity - line.canceled - line.shipped;
}

/**
 * What a line's sale brings the vendor: what the customer pays, and what the operator adds for a discount that it bears, less the
 * commission and the VAT on it. The ledger books these four (docs/concepts/money.md); reversals are not in it.
 */
export function earnings(line: VendorOrderLineDetail): Money {
  const ofOperator = line.adjustments.reduce((sum, { operator_amount }) => sum + operator_amount.minor, 0);
  const { currency } = line.total;
  return { minor: line.total.minor - ofOperator - line.commission.minor - line.commission_vat.minor, currency };
}

/** Commission and the VAT on it. */
export function fee({ commission, commission_vat }: VendorOrderLineDetail): Money {
  return { minor: commission.minor + commission_vat.minor, currency: commission.currency };
}

/** Units of a line that are to be canceled or refunded. */
export interface Chosen {
  line: VendorOrderLineDetail;
  quantity: number;
}

/** What a refund of these units gives back at most: their share of what was paid, and no more of a line than is left of it. */
export function refundOf(chosen: Chosen[], currency: string): Money {
  const minor = chosen.reduce((sum, { line, quantity }) => {
    return sum + Math.min(shareOf(line.total, quantity, line.quantity).minor, line.refundable.minor);
  }, 0);
  return { minor, currency };
}

/** The same of a cancellation. With the last units of the whole order goes what is left of its shipping and its fees. */
export function cancellationOf(order: VendorOrderDetail, chosen: Chosen[]): Money {
  const { minor, currency } = refundOf(chosen, order.total.currency);
  const left = order.lines.reduce((sum, { quantity, canceled }) => sum + quantity - canceled, 0);
  const isAll = chosen.reduce((sum, { quantity }) => sum + quantity, 0) >= left;
  const rest = isAll ? order.refundable_shipping.minor + order.refundable_fees.minor : 0;
  return { minor: minor + rest, currency };
}

/** What `units` of `all` are worth of an amount, rounded up: at most so much is taken back, whatever the API rounds. */
export function shareOf({ minor, currency }: Money, units: number, all: number): Money {
  return { minor: all > 0 ? Math.ceil((minor * Math.min(units, all)) / all) : 0, currency };
}
