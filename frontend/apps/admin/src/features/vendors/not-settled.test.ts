import type { Problem } from "@globalmarket/api";
import { expect, it } from "vitest";
import { obstacles } from "./not-settled";

const PROBLEM = { type: "", title: "", status: 409, code: "vendor_not_settled", detail: "", request_id: "" } as Problem;
const WORDS = {
  orders: (count: number) => `${count} orders`,
  payouts: (count: number) => `${count} payouts`,
  holds: (count: number) => `${count} holds`,
  money: ({ minor, currency }: { minor: number; currency: string }) => `${minor} ${currency}`,
};

it("names what is open, and nothing else", () => {
  const problem = {
    ...PROBLEM,
    open_orders: ["vord_1", "vord_2"],
    balances: [{ minor: 5, currency: "EUR" }],
    payouts: [],
  };

  expect(obstacles(problem, WORDS)).toEqual(["2 orders", "5 EUR"]);
});

it("is empty for a problem that names nothing", () => {
  expect(obstacles(PROBLEM, WORDS)).toEqual([]);
});
