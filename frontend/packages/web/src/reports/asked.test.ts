import { describe, expect, it } from "vitest";
import { builtOf, reportOf } from "./asked";

const REPORTS = [
  { code: "sales", measures: [], by: [], interval: "day" },
  { code: "products", measures: [], by: ["product"], interval: null },
] as unknown as Parameters<typeof reportOf>[1];
const NOW = new Date("2026-11-30T23:30:00Z"); // the next day in Amsterdam

const read = (asked: Record<string, string>) => reportOf(asked, REPORTS, "Europe/Amsterdam", NOW);

describe("the report of an address", () => {
  it("is the first one over thirty days of the region, where nothing is said", () => {
    expect(read({})).toEqual({ report: "sales", since: "2026-11-02", until: "2026-12-01" });
  });

  it("has its days in order, and no name that is not in the catalogue", () => {
    expect(read({ report: "secrets", since: "2026-11-20", until: "2026-11-10" })).toEqual({
      report: "sales",
      since: "2026-11-10",
      until: "2026-11-20",
    });
  });

  it("has an interval only where it is by time", () => {
    expect(read({ interval: "week" }).interval).toBe("week");
    expect(read({ report: "products", interval: "week" }).interval).toBeUndefined();
    expect(read({ interval: "decade" }).interval).toBeUndefined();
  });
});

describe("the report that an address puts together", () => {
  const CATALOGUE = {
    measures: [
      { code: "units", is_money: false, dimensions: ["vendor", "product", "country"] },
      { code: "product_sales", is_money: true, dimensions: ["vendor", "product", "country"] },
    ],
    reports: [],
  } as unknown as Parameters<typeof builtOf>[1];
  const built = (asked: Record<string, string | string[]>) => builtOf(asked, CATALOGUE, "Europe/Amsterdam", NOW);

  it("is none without a measure of the catalogue", () => {
    expect(built({})).toBeUndefined();
    expect(built({ measures: "secrets" })).toBeUndefined();
  });

  it("has what a form's boxes say, and nothing that is not in the catalogue", () => {
    const asked = { measures: ["product_sales", "units", "secrets"], by: ["country", "", "password"], country: "NL" };

    expect(built(asked)).toEqual({
      measures: "units,product_sales",
      by: "country",
      country: "NL",
      since: "2026-11-02",
      until: "2026-12-01",
    });
  });

  it("is the same from the link that it is saved as", () => {
    expect(built({ measures: "units,product_sales", by: "product,country", interval: "week" })).toMatchObject({
      measures: "units,product_sales",
      by: "product,country",
      interval: "week",
    });
  });
});
