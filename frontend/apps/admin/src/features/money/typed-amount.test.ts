import { expect, it } from "vitest";
import { typedAmount } from "./typed-amount";

it("reads an amount with either sign before the cents", () => {
  expect(typedAmount("12.50", "EUR")).toEqual({ minor: 1250, currency: "EUR" });
  expect(typedAmount("12,5", "EUR")).toEqual({ minor: 1250, currency: "EUR" });
});

it("refuses a comma that may part thousands", () => {
  expect(typedAmount("1,250", "KWD")).toBeNull();
});

it.each(["", "0", "-5", "1.234", "1,234", "1,000.00", "five"])("refuses %j", (text) => {
  expect(typedAmount(text, "EUR")).toBeNull();
});
