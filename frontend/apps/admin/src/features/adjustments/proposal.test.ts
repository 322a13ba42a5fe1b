import { expect, it } from "vitest";
import { proposalOf } from "./proposal";

it("gives a charge its minus, and nothing else", () => {
  const five = { minor: 500, currency: "EUR" };

  expect(proposalOf("credit", "5", "EUR")).toEqual({ kind: "adjustment", amount: five });
  expect(proposalOf("charge", "5", "EUR")).toEqual({ kind: "adjustment", amount: { ...five, minor: -500 } });
  expect(proposalOf("repayment", "5", "EUR")).toEqual({ kind: "repayment", amount: five });
  expect(proposalOf("write_off", "5", "EUR")).toEqual({ kind: "write_off", amount: five });
});

it("is none without a choice or an amount", () => {
  expect(proposalOf("adjustment", "5", "EUR")).toBeNull();
  expect(proposalOf("credit", "0", "EUR")).toBeNull();
  expect(proposalOf("credit", "-5", "EUR")).toBeNull();
});
