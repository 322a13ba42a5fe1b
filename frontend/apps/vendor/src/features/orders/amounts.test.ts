import type { VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import { refundOf, shareOf } from "@globalmarket/web/orders/refundable";
import { expect, it } from "vitest";
import { cancellationOf, earnings, fee, unsent } from "./amounts";

const eur = (minor: number) => ({ minor, currency: "EUR" });

const LINE = {
  quantity: 3,
  canceled: 1,
  shipped: 1,
  total: eur(2700),
  commission: eur(300),
  commission_vat: eur(63),
  adjustments: [{ operator_amount: eur(-200) }, { operator_amount: eur(0) }],
} as VendorOrderLineDetail;

it("has left to send what is neither sent nor canceled", () => {
  expect(unsent(LINE)).toBe(1);
});

it("earns what the customer pays and the operator's share of a discount, less commission and its VAT", () => {
  expect(fee(LINE)).toEqual(eur(363));
  expect(earnings(LINE)).toEqual(eur(2700 + 200 - 363));
});

it("gives a share of an amount, rounded up, and never more than the whole", () => {
  expect(shareOf(eur(1000), 1, 3)).toEqual(eur(334));
  expect(shareOf(eur(1000), 3, 3)).toEqual(eur(1000));
  expect(shareOf(eur(1000), 9, 3)).toEqual(eur(1000));
  expect(shareOf(eur(1000), 1, 0)).toEqual(eur(0));
});

function lineOf(about: Partial<VendorOrderLineDetail>): VendorOrderLineDetail {
  const sold = { line_id: "line_1", quantity: 3, canceled: 0, total: eur(3000), refundable: eur(3000) };
  return { ...sold, ...about } as VendorOrderLineDetail;
}

function orderOf(line: VendorOrderLineDetail, shipping = 500, fees = 100): VendorOrderDetail {
  const rest = { total: eur(3600), refundable_shipping: eur(shipping), refundable_fees: eur(fees) };
  return { lines: [line], ...rest } as unknown as VendorOrderDetail;
}

it("refunds the share of the one unit of three that was delivered", () => {
  const line = lineOf({ delivered: 1, refundable_units: 1 });

  expect(refundOf([{ line, quantity: 1 }], "EUR")).toEqual(eur(1000));
});

it("never gives back more of a line than is left of it", () => {
  const line = lineOf({ refundable: eur(700) });

  expect(refundOf([{ line, quantity: 1 }], "EUR")).toEqual(eur(700));
  expect(cancellationOf(orderOf(line), [{ line, quantity: 1 }])).toEqual(eur(700));
});

it("gives back what is left of shipping and fees with the last units of the order, and not before", () => {
  const line = lineOf({ canceled: 1, refundable: eur(2000) });

  expect(cancellationOf(orderOf(line), [{ line, quantity: 1 }])).toEqual(eur(1000));
  expect(cancellationOf(orderOf(line), [{ line, quantity: 2 }])).toEqual(eur(2600));
});

it("keeps shipping and fees where a unit was sent", () => {
  const line = lineOf({ shipped: 1 });

  expect(cancellationOf(orderOf(line), [{ line, quantity: 2 }])).toEqual(eur(2000));
});

it("gives nothing back of an order that is not paid yet", () => {
  const line = lineOf({ refundable: eur(0) });

  expect(cancellationOf(orderOf(line, 0, 0), [{ line, quantity: 3 }])).toEqual(eur(0));
});
