import { expect, it } from "vitest";
import { accountWord } from "./account";

it("knows an account of its own from one of a family", () => {
  expect(accountWord("operator:commission")).toEqual({ key: "operator_commission", id: "" });
  expect(accountWord("bank:in_transit")).toEqual({ key: "bank_in_transit", id: "" });
  expect(accountWord("provider:stripe")).toEqual({ key: "provider", id: "stripe" });
  expect(accountWord("vendor:ven_1")).toEqual({ key: "vendor", id: "ven_1" });
  expect(accountWord("vendor")).toEqual({ key: "vendor", id: "" });
});
