import { expect, it } from "vitest";
import { weightIn } from "./weight";

it("takes whole grams up to a ton, and nothing else", () => {
  expect(weightIn("1250")).toBe(1250);
  expect(["", "0", "-5", "1.5", "1e3", "1000001", "99999999", undefined, ["5", "6"]].map(weightIn)).toEqual(
    Array(9).fill(0),
  );
});
