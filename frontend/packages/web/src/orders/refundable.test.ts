import type { VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { cancellationOf, refundOf, returnOf, shareOf } from "./refundable";

const eur = (minor: number) => ({ minor, currency: "EUR" });

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
  return { lines: [line], reversals: [], ...rest } as unknown as VendorOrderDetail;
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

it("refunds returned units, and what is left of shipping and fees with the last that the customer has", () => {
  const line = lineOf({ canceled: 1, refundable: eur(2000), refundable_units: 2 });

  expect(returnOf(orderOf(line), [{ line, quantity: 1 }], "damaged")).toEqual(eur(1000));
  expect(returnOf(orderOf(line), [{ line, quantity: 2 }], "damaged")).toEqual(eur(2600));
  expect(returnOf(orderOf(line), [{ line, quantity: 2 }], "other")).toEqual(eur(2000));
});

it("counts what came back before to the units that the customer has no more", () => {
  const line = lineOf({ refundable: eur(1000), refundable_units: 1 });
  const reversals = [
    { cause: "return", lines: [{ line_id: "line_1", quantity: 2 }] },
  ] as VendorOrderDetail["reversals"];

  expect(returnOf({ ...orderOf(line), reversals }, [{ line, quantity: 1 }], "withdrawal")).toEqual(eur(1600));
});

it("passes over returned units that were refunded before", () => {
  const line = lineOf({ refundable: eur(1000), refundable_units: 1 });

  expect(returnOf(orderOf(line), [{ line, quantity: 3 }], "damaged")).toEqual(eur(1000));
});
