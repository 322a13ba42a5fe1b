import { expect, it } from "vitest";
import { rowsPerOrder } from "./per-order";

let made = 0;

function line(order_number: string, type: string, minor: number, title = "") {
  const amount = { minor, currency: "EUR" };
  const rest = { occurred_at: "2026-11-30T12:00:00Z", reason_code: "", sku: "", sold_in_payout: "" };
  made += 1;
  return { order_number, type, amount, title, transaction_id: made, ...rest };
}

function minors({ sales, commission, refunds, other, total }: ReturnType<typeof rowsPerOrder>[number]) {
  return [sales, commission, refunds, other, total].map(({ minor }) => minor);
}

it("adds up an order's lines, the commission with its VAT and what was returned of it", () => {
  const [row, ...others] = rowsPerOrder(
    [
      line("NL-1", "sale", 10000),
      line("NL-1", "shipping", 495),
      line("NL-1", "commission", -1000),
      line("NL-1", "commission_vat", -210),
      line("NL-1", "refund", -5000),
      line("NL-1", "refund_commission", 500),
      line("NL-1", "dispute", -100),
    ],
    "EUR",
  );

  expect(row && minors(row)).toEqual([10495, -710, -5000, -100, 4685]);
  expect(others).toEqual([]);
});

it("keeps orders apart, and each booking that belongs to none", () => {
  const rows = rowsPerOrder(
    [
      line("NL-1", "sale", 100),
      line("", "adjustment", 5, "Damaged"),
      line("NL-2", "sale", 200),
      line("", "repayment", 7),
    ],
    "EUR",
  );

  expect(rows.map(({ orderNumber, title, total }) => [orderNumber, title, total.minor])).toEqual([
    ["NL-1", "", 100],
    ["", "Damaged", 5],
    ["NL-2", "", 200],
    ["", "", 7],
  ]);
});

it("counts a type that it does not know, so that the rows always add up", () => {
  const [row] = rowsPerOrder([line("NL-1", "sale", 100), line("NL-1", "something_new", -30)], "EUR");

  expect(row && minors(row)).toEqual([100, 0, 0, -30, 70]);
});
