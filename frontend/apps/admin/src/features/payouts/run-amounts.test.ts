import type { PayoutRunDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { toApprove, toCancel, toPay } from "./run-amounts";

const eur = (minor: number) => ({ minor, currency: "EUR" });

function run(about: Partial<PayoutRunDetail>): PayoutRunDetail {
  return { currency: "EUR", state: "approved", payouts: [], preview: [], ...about } as PayoutRunDetail;
}

const PARTLY_PAID = run({
  state: "paying",
  payouts: [
    { state: "paying", amount: eur(1000) },
    { state: "approved", amount: eur(250) },
    { state: "approved", amount: eur(50) },
    { state: "canceled", amount: eur(7000) },
  ] as PayoutRunDetail["payouts"],
});

it("pays what is approved, not what is on its way or canceled", () => {
  expect(toPay(PARTLY_PAID)).toEqual({ count: 2, total: eur(300) });
});

it("cancels of an approved run what has not ended already", () => {
  const payouts = [
    { state: "approved", amount: eur(250) },
    { state: "canceled", amount: eur(7000) },
    { state: "paid", amount: eur(0) },
  ] as PayoutRunDetail["payouts"];

  expect(toCancel(run({ payouts }))).toEqual({ count: 1, total: eur(250) });
});

it("approves and cancels a preview by the vendors who may be paid", () => {
  const preview = [
    { ineligibility_reason: null, amount: eur(400) },
    { ineligibility_reason: "debt", amount: eur(900) },
  ] as PayoutRunDetail["preview"];

  expect(toApprove(run({ state: "preview", preview }))).toEqual({ count: 1, total: eur(400) });
  expect(toCancel(run({ state: "preview", preview }))).toEqual({ count: 1, total: eur(400) });
});
