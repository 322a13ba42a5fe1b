import type { VendorOrderLineDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { earnings, fee, unsent } from "./amounts";

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
