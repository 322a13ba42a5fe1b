import { expect, it } from "vitest";
import { readCountFile } from "./count-file";

it("reads SKUs and units below a heading", () => {
  expect(readCountFile("SKU,On hand\nA-1,5\nB-2,0\n")).toEqual({
    rows: [
      { sku: "A-1", on_hand: 5 },
      { sku: "B-2", on_hand: 0 },
    ],
    wrong: [],
  });
});

it("needs no heading, and names the lines that say nothing", () => {
  expect(readCountFile("A-1;5\nB-2;many\n;3\n")).toEqual({ rows: [{ sku: "A-1", on_hand: 5 }], wrong: [2, 3] });
});
