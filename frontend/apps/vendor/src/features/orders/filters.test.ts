import { expect, it } from "vitest";
import { readFilters, writeFilters } from "./filters";

it("reads the filters of an address, and writes them as they were", () => {
  const filters = readFilters({ q: " E1 ", state: "new", placed_from: "2026-11-01", cursor: "abc" });

  expect(filters).toEqual({ q: "E1", state: "new", placed_from: "2026-11-01", cursor: "abc" });
  expect(writeFilters(filters)).toBe("?q=E1&state=new&placed_from=2026-11-01&cursor=abc");
});

it("leaves out what is no filter", () => {
  expect(readFilters({ state: "lost", placed_to: "yesterday", q: "", other: "1", cursor: undefined })).toEqual({});
  expect(writeFilters({})).toBe("");
});

it("takes orders that are not sent in full together, whatever their state", () => {
  expect(readFilters({ state: "unsent" })).toEqual({ state: "unsent" });
});

it("takes the first of several values", () => {
  expect(readFilters({ state: ["shipped", "new"] })).toEqual({ state: "shipped" });
});

it.each(["2026-02-31", "2026-13-01", "2026-00-10", "0001-01-01", "9999-12-31"])("has no day %s", (day) => {
  expect(readFilters({ placed_from: day, placed_to: day })).toEqual({});
});

it("has a leap day in a leap year", () => {
  expect(readFilters({ placed_from: "2028-02-29", placed_to: "2027-02-29" })).toEqual({ placed_from: "2028-02-29" });
});
