import type { VendorOrderLineDetail } from "@globalmarket/api";
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
