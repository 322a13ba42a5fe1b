import { expect, it } from "vitest";
import { listQueryOf, pageOfRow } from "./way-back";

it("brings the list's filters to a row's page and back", () => {
  const page = pageOfRow("/en-NL/vendors/ven_1", "?state=pending&q=a+b");
  const asked = Object.fromEntries(new URL(page, "http://x").searchParams);

  expect(listQueryOf(asked)).toBe("?state=pending&q=a+b");
});

it("has no filters where the list had none, or the page was reached otherwise", () => {
  expect(pageOfRow("/en-NL/vendors/ven_1", "")).toBe("/en-NL/vendors/ven_1");
  expect(listQueryOf({})).toBe("");
});

it("makes parameters of whatever stands in the address", () => {
  expect(listQueryOf({ from: "//evil.example/?a=1" })).toBe("?%2F%2Fevil.example%2F%3Fa=1");
});
