import { expect, test } from "vitest";
import { codesIn } from "./codes";

test("codes are parted by spaces, commas of any script and lines, and named once", () => {
  expect(codesIn(" JPY, SGD\nAED،JPY ;")).toEqual(["JPY", "SGD", "AED"]);
  expect(codesIn("  ")).toEqual([]);
});
