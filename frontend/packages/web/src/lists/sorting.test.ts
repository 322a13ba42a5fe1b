import { expect, it } from "vitest";
import { directionOf, isByAmount, orderBy, readOrder, type Sorting } from "./sorting";

const SORTING: Sorting = { by: { placed_at: "time", total: "amount", name: "text" }, usual: "-placed_at" };
const MONEY = { currencies: ["AED", "KWD"], usual: "AED" };

it("reads the order of an address, and none that the list cannot have", () => {
  expect(readOrder({ sort: "-total" }, SORTING, MONEY)).toEqual({ sort: "-total" });
  expect(readOrder({ sort: ["name", "total"] }, SORTING, MONEY)).toEqual({ sort: "name" });
  expect(readOrder({ sort: "--total" }, SORTING, MONEY)).toEqual({});
  expect(readOrder({ sort: "email" }, SORTING, MONEY)).toEqual({});
  expect(readOrder({ sort: "-placed_at" }, SORTING, MONEY)).toEqual({});
  expect(readOrder({ sort: "total" }, undefined, MONEY)).toEqual({});
});

it("reads a currency for amounts alone", () => {
  expect(readOrder({ sort: "total", currency: "KWD" }, SORTING, MONEY)).toEqual({ sort: "total", currency: "KWD" });
  expect(readOrder({ sort: "total", currency: "AED" }, SORTING, MONEY)).toEqual({ sort: "total" });
  expect(readOrder({ sort: "total", currency: "EUR" }, SORTING, MONEY)).toEqual({ sort: "total" });
  expect(readOrder({ sort: "name", currency: "KWD" }, SORTING, MONEY)).toEqual({ sort: "name" });
});

it("begins with the largest and the newest, and with A, and turns round after that", () => {
  expect(orderBy("total", SORTING, {})).toEqual({ sort: "-total" });
  expect(orderBy("total", SORTING, { sort: "-total", currency: "KWD" })).toEqual({ sort: "total", currency: "KWD" });
  expect(orderBy("name", SORTING, { sort: "-total", currency: "KWD" })).toEqual({ sort: "name" });
  expect(orderBy("name", SORTING, { sort: "name" })).toEqual({ sort: "-name" });
});

it("leaves the usual order out of the address", () => {
  expect(orderBy("placed_at", SORTING, {})).toEqual({ sort: "placed_at" });
  expect(orderBy("placed_at", SORTING, { sort: "placed_at" })).toEqual({});
  expect(orderBy("placed_at", SORTING, { sort: "name" })).toEqual({});
});

it("says how a column orders the list now", () => {
  expect(directionOf("placed_at", SORTING, {})).toBe("descending");
  expect(directionOf("total", SORTING, { sort: "total" })).toBe("ascending");
  expect(directionOf("placed_at", SORTING, { sort: "total" })).toBeUndefined();
  expect([isByAmount(SORTING, { sort: "-total" }), isByAmount(SORTING, {})]).toEqual([true, false]);
});
