import type { VendorOrderLineDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { earnings, fee, shareOf, unsent } from "./amounts";

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
