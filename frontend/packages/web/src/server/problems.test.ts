import { ApiUnavailable, Refused } from "@globalmarket/api";
import { expect, it } from "vitest";
import { isDecided } from "./problems";

function refusal(status: number, code: string): Refused {
  return new Refused({ status, code, title: code, type: "about:blank" } as Refused["problem"], null);
}

it.each([
  [400, "idempotency_key_missing"],
  [404, "not_found"],
  [409, "cannot_cancel"],
  [412, "stale"],
  [422, "invalid_input"],
])("takes %i %s for a decision", (status, code) => {
  expect(isDecided(refusal(status, code))).toBe(true);
});

it.each([
  [409, "still_running"],
  [429, "too_many_requests"],
  [500, "internal_error"],
  [503, "unavailable"],
])("takes %i %s for none", (status, code) => {
  expect(isDecided(refusal(status, code))).toBe(false);
});

it("takes no answer, and a fault of ours, for no decision", () => {
  expect(isDecided(new ApiUnavailable("down"))).toBe(false);
  expect(isDecided(new Error("ours"))).toBe(false);
});
