import { describe, expect, it } from "vitest";
import { shownValue, termsOf, typedThreshold } from "./alert-terms";

const MEASURES = [
  { code: "orders", is_money: false, dimensions: [] },
  { code: "sales", is_money: true, dimensions: [] },
] as unknown as Parameters<typeof termsOf>[1];
const terms = (typed: Record<string, string>) => termsOf((name) => typed[name] ?? "", MEASURES);
const BASE = { condition: "below", window_h: "6", quiet_h: "24" };

describe("the terms of an alert", () => {
  it("have a count, and no currency, for what is no money", () => {
    expect(terms({ ...BASE, measure: "orders", currency: "EUR", threshold: "10" })).toEqual({
      measure: "orders",
      condition: "below",
      threshold: 10,
      window_h: 6,
      quiet_h: 24,
    });
  });

  it("have minor units for what is money", () => {
    expect(terms({ ...BASE, measure: "sales", currency: "KWD", threshold: "1.5" })).toMatchObject({
      currency: "KWD",
      threshold: 1500,
    });
  });

  it("are none without a measure or a number", () => {
    expect(terms({ ...BASE, measure: "secrets", threshold: "1" })).toBeNull();
    expect(terms({ ...BASE, measure: "orders", threshold: "many" })).toBeNull();
    expect(terms({ ...BASE, measure: "sales", currency: "EUR", threshold: "1.234" })).toBeNull();
  });

  it("are typed and shown as people write them", () => {
    expect(typedThreshold({ threshold: 1500, currency: "KWD" })).toBe("1.500");
    expect(typedThreshold({ threshold: 12, currency: "" })).toBe("12");
    expect(shownValue(123450, "EUR", "en-GB")).toBe("€1,234.50");
  });
});
