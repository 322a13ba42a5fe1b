import { describe, expect, it } from "vitest";
import { readAmount, readPrices } from "./amounts";

describe("readPrices", () => {
  it("reads prices parted by blanks, lines and semicolons, with a comma or a point", () => {
    expect(readPrices("18,50 19.00;\n20", "EUR")).toEqual([
      { minor: 1850, currency: "EUR" },
      { minor: 1900, currency: "EUR" },
      { minor: 2000, currency: "EUR" },
    ]);
  });

  it("is null where one of them is no price", () => expect(readPrices("18.50 cheap", "EUR")).toBeNull());
});

describe("readAmount", () => {
  it("knows the digits of the currency", () =>
    expect(readAmount("1.250", "KWD")).toEqual({ minor: 1250, currency: "KWD" }));
  it("is null for nothing", () => expect(readAmount("  ", "EUR")).toBeNull());
  it("is undefined for what is no amount", () => expect(readAmount("cheap", "EUR")).toBeUndefined());
});
