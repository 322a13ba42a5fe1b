import { expect, it } from "vitest";
import { readCursor, readFilters, writeFilters } from "./filters";

const KINDS = {
  q: { kind: "text", most: 5 },
  state: { kind: "one", of: ["new", "shipped"] },
  from: { kind: "day" },
  vendor: { kind: "id", prefix: "ven" },
} as const;

it("reads the filters of an address, and writes them as they were", () => {
  const filters = readFilters({ q: " E1 ", state: "new", from: "2026-11-01", other: "1" }, KINDS);

  expect(filters).toEqual({ q: "E1", state: "new", from: "2026-11-01" });
  expect(writeFilters(filters)).toBe("?q=E1&state=new&from=2026-11-01");
});

it("leaves out what is no filter, and cuts what is too long", () => {
  expect(readFilters({ q: "123456", state: "lost", from: "2026-02-31" }, KINDS)).toEqual({ q: "12345" });
  expect(writeFilters({ q: "", state: undefined })).toBe("");
});

it("has ids of their own kind alone", () => {
  const vendor = "ven_01KB8Q3V7Y8Z9A0B1C2D3E4F5G";

  expect(readFilters({ vendor }, KINDS)).toEqual({ vendor });
  expect(readFilters({ vendor: vendor.replace("ven", "cus") }, KINDS)).toEqual({});
  expect(readFilters({ vendor: "ven_1" }, KINDS)).toEqual({});
});

it("takes the first of several values", () => {
  expect(readFilters({ state: ["shipped", "new"] }, KINDS)).toEqual({ state: "shipped" });
});

it.each(["2026-13-01", "2026-00-10", "0001-01-01", "9999-12-31", "yesterday"])("has no day %s", (day) => {
  expect(readFilters({ from: day }, KINDS)).toEqual({});
});

it("has no cursor on the first page", () => {
  expect(readCursor({})).toBeUndefined();
  expect(readCursor({ cursor: "abc" })).toBe("abc");
});
