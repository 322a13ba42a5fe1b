import type { VendorOrderDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { isMixed, refundFrom } from "./refund";

const eur = (minor: number) => ({ minor, currency: "EUR" });

const PART = {
  total: eur(3495),
  lines: [{ line_id: "line_1", quantity: 3, total: eur(3000), refundable: eur(1500) }],
} as unknown as VendorOrderDetail;

function typed(values: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return refundFrom(form, PART);
}

it("adds units and shipping, and never more of a line than is left of it", () => {
  const refund = typed({ "quantity.line_1": "2", shipping: "4,95" });

  expect(refund.lines).toEqual([{ line_id: "line_1", quantity: 2 }]);
  expect(refund.amounts).toEqual({ shipping: eur(495) });
  expect(refund.total).toEqual(eur(1500 + 495));
});

it("takes one amount instead", () => {
  const refund = typed({ "quantity.line_1": "0", amount: "10" });

  expect(refund).toMatchObject({ lines: [], amounts: { amount: eur(1000) }, total: eur(1000) });
  expect(isMixed(refund)).toBe(false);
});

it("sees that both ways are filled in", () => {
  expect(isMixed(typed({ "quantity.line_1": "1", amount: "10" }))).toBe(true);
  expect(isMixed(typed({ fees: "1", amount: "10" }))).toBe(true);
});

it("names what is no amount, and takes nothing for no refund", () => {
  expect(typed({ amount: "ten" }).wrong).toEqual(["amount"]);
  expect(typed({ shipping: "1.234" }).wrong).toEqual(["shipping"]);
  expect(typed({ shipping: "1,234" }).wrong).toEqual(["shipping"]);
  expect(typed({ "quantity.line_1": "-1", amount: "0" }).total).toEqual(eur(0));
});
