import { expect, it } from "vitest";
import { typedMethod } from "./typed";

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ position: "1", ...values })) form.set(name, value);
  return form;
}

it("reads amounts in the currency's units, and per cent as basis points", () => {
  expect(typedMethod(formOf({ from: "1,5", to: "2000", fee: "0.35", percent: "1.75" }), "KWD")).toEqual({
    method: { amount_from_minor: 1500, amount_to_minor: 2_000_000, fee_fixed_minor: 350, fee_bp: 175, position: 1 },
    wrong: [],
  });
});

it("takes an emptied field for no bound and no fee", () => {
  expect(typedMethod(formOf({}), "EUR").method).toMatchObject({
    amount_from_minor: 0,
    amount_to_minor: null,
    fee_bp: 0,
  });
});

it("names the fields that hold no number", () => {
  const wrong = { from: "x", to: "1.234", fee: "-1", percent: "101", position: "" };

  expect(typedMethod(formOf(wrong), "EUR").wrong.sort()).toEqual(["fee", "from", "percent", "position", "to"]);
});
