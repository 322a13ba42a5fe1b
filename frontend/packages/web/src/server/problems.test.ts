import { ApiUnavailable, Refused } from "@globalmarket/api";
import { expect, it } from "vitest";
import { answerOr, isDecided } from "./problems";

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

it("answers what the API does", async () => {
  expect(await answerOr([], Promise.resolve(["a cup"]))).toEqual(["a cup"]);
});

it.each([
  refusal(404, "product_not_found"),
  refusal(422, "invalid_input"),
  refusal(500, "internal_error"),
  new ApiUnavailable("down"),
])("goes on without the answer after %s", async (error) => {
  expect(await answerOr([], Promise.reject(error))).toEqual([]);
});

it("hides no fault of ours", async () => {
  await expect(answerOr([], Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
});

it("takes no answer, and a fault of ours, for no decision", () => {
  expect(isDecided(new ApiUnavailable("down"))).toBe(false);
  expect(isDecided(new Error("ours"))).toBe(false);
});
