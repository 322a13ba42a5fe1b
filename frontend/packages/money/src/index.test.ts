import { describe, expect, it } from "vitest";
import { currencyDigits, decimal, formatMoney, parseAmount, parseDecimal, reduction } from "./index";

const plain = (text: string) => text.replace(/[\u00a0\u200f\u200e\u061c]/g, " ").trim();

describe("formatMoney", () => {
  it.each([
    [{ minor: 1999, currency: "EUR" }, "nl-NL", "€ 19,99"],
    [{ minor: 1999, currency: "EUR" }, "de-DE", "19,99 €"],
    [{ minor: 1999, currency: "EUR" }, "en-NL", "€19.99"],
    [{ minor: 1, currency: "KWD" }, "en-KW", "KWD 0.001"],
    [{ minor: 1999, currency: "JPY" }, "en-JP", "¥1,999"],
    [{ minor: -500, currency: "EUR" }, "fr-FR", "-5,00 €"],
  ])("writes %o for %s as %s", (money, locale, expected) => {
    expect(plain(formatMoney(money, locale)).replace(/−/g, "-")).toBe(expected);
  });

  it("uses the digits of the reader's country", () => {
    expect(formatMoney({ minor: 1500, currency: "KWD" }, "ar-EG")).toContain("١٫٥٠٠");
    expect(formatMoney({ minor: 1500, currency: "KWD" }, "ar-AE")).toContain("1.500");
  });

  it("does not lose a unit of amounts beyond what binary fractions hold", () => {
    expect(plain(formatMoney({ minor: 9007199254740991, currency: "EUR" }, "en-IE"))).toBe("€90,071,992,547,409.91");
  });
});

describe("decimal", () => {
  it.each([
    [{ minor: 5, currency: "EUR" }, "0.05"],
    [{ minor: 0, currency: "KWD" }, "0.000"],
    [{ minor: -1050, currency: "EUR" }, "-10.50"],
    [{ minor: 1050, currency: "JPY" }, "1050"],
  ])("writes %o as %s", (money, expected) => {
    expect(decimal(money)).toBe(expected);
  });
});

describe("parseDecimal", () => {
  it.each([
    ["19.9", "EUR", 1990],
    ["20", "KWD", 20000],
    ["0.001", "KWD", 1],
    ["7.", "JPY", 7],
  ])("reads %s %s", (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toEqual({ minor, currency });
  });

  it.each(["", "-1", "1,5", "0.001", "1e3", "1234567890123"])("refuses %s euro", (text) => {
    expect(parseDecimal(text, "EUR")).toBeNull();
  });
});

describe("parseAmount", () => {
  it.each([
    ["12.50", "EUR", 1250],
    ["12,5", "EUR", 1250],
    ["1.250", "KWD", 1250],
    ["1,25", "KWD", 1250],
  ])("reads %s %s", (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual({ minor, currency });
  });

  it.each([
    ["1,250", "KWD"], // a thousand, or one and a quarter
    ["1,234", "JPY"],
    ["1,000.00", "EUR"],
    ["1.000,00", "EUR"],
    ["1,5,000", "KWD"],
  ])("refuses %s %s", (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull();
  });
});

it("takes the digits of a currency from ISO 4217", () => {
  expect(["EUR", "KWD", "JPY"].map(currencyDigits)).toEqual([2, 3, 0]);
});

describe("reduction", () => {
  const euro = (minor: number) => ({ minor, currency: "EUR" });

  it("is never overstated", () => expect(reduction(euro(6670), euro(10000))).toBe(33));
  it("is none where the price is not lower", () => expect(reduction(euro(100), euro(100))).toBeNull());
  it("is none below one per cent", () => expect(reduction(euro(9999), euro(10000))).toBeNull());
});
