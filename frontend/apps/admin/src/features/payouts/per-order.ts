import type { Statement } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";

type StatementLine = Statement["lines"][number];
type Column = "sales" | "commission" | "refunds" | "other";

/** What one order, or one booking without an order, adds to a payout: each amount with the sign with which it counts. */
export interface OrderRow extends Record<Column | "total", Money> {
  /** Another one for each row. */
  key: string;
  /** Empty for what belongs to no order. */
  orderNumber: string;
  /** Of what belongs to no order: its reason. */
  title: string;
}

const COLUMNS: Record<string, Column> = {
  sale: "sales",
  shipping: "sales",
  discount: "sales",
  commission: "commission",
  commission_vat: "commission",
  refund_commission: "commission",
  refund_commission_vat: "commission",
  refund: "refunds",
  refund_discount: "refunds",
  refund_provider_fee: "refunds",
};

/** The lines of a payout's statement by order, in their own order: sales with shipping, the commission with its VAT, refunds, and the rest. */
export function rowsPerOrder(lines: readonly StatementLine[], currency: string): OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const { order_number, title, type, amount, transaction_id } of lines) {
    const key = order_number || String(transaction_id);
    const row = rows.get(key) ?? emptyRow(key, order_number, order_number ? "" : title, currency);
    row[COLUMNS[type] ?? "other"].minor += amount.minor;
    row.total.minor += amount.minor;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function emptyRow(key: string, orderNumber: string, title: string, currency: string): OrderRow {
  const none = () => ({ minor: 0, currency });
  return { key, orderNumber, title, sales: none(), commission: none(), refunds: none(), other: none(), total: none() };
}
