import { expect, it } from "vitest";
import { monthName, monthsUntil, quarterName, quartersUntil, yearsUntil } from "./period";

const NEW_YEARS_EVE = new Date("2026-12-31T21:30:00Z"); // 2027 in Dubai, not yet in Brussels

it("goes back by quarters from the one that the region is in", () => {
  expect(quartersUntil(NEW_YEARS_EVE, "Asia/Dubai").slice(0, 3).map(quarterName)).toEqual([
    "2027-1",
    "2026-4",
    "2026-3",
  ]);
  expect(quartersUntil(NEW_YEARS_EVE, "Europe/Brussels").slice(0, 2).map(quarterName)).toEqual(["2026-4", "2026-3"]);
});

it("goes back by months", () => {
  expect(monthsUntil(NEW_YEARS_EVE, "Asia/Dubai").slice(0, 3).map(monthName)).toEqual([
    "2027-01",
    "2026-12",
    "2026-11",
  ]);
  expect(monthsUntil(NEW_YEARS_EVE, "Europe/Brussels").slice(0, 1).map(monthName)).toEqual(["2026-12"]);
});

it("goes back by years", () => {
  expect(yearsUntil(NEW_YEARS_EVE, "Asia/Dubai").slice(0, 2)).toEqual([2027, 2026]);
  expect(yearsUntil(NEW_YEARS_EVE, "Europe/Brussels")[0]).toBe(2026);
});
