import { describe, expect, it } from "vitest";
import { reportOf } from "./asked";

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
