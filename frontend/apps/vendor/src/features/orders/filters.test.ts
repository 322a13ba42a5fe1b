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

it("takes the first of several values", () => {
  expect(readFilters({ state: ["shipped", "new"] })).toEqual({ state: "shipped" });
});
