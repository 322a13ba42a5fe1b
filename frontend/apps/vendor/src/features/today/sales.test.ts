import type { DaySales } from "@globalmarket/api";
import { expect, it } from "vitest";
import { currenciesOf, daysBack, everyDay } from "./sales";

const row = (day: string, minor: number, currency = "EUR"): DaySales => ({
  day,
  sales: { minor, currency },
  refunds: { minor: 0, currency },
  order_count: 1,
});

it("has every day, also those without sales, over the end of a month", () => {
  const days = everyDay([row("2026-11-30", 500), row("2026-11-30", 9, "PLN")], "EUR", "2026-11-29", "2026-12-01");

  expect(days.map(({ day, sales, orders }) => [day, sales, orders])).toEqual([
    ["2026-11-29", 0, 0],
    ["2026-11-30", 500, 1],
    ["2026-12-01", 0, 0],
  ]);
});

it("puts the region's own currency first", () => {
  expect(currenciesOf([row("d", 1, "AED"), row("d", 1, "SAR"), row("d", 1, "KWD")], "SAR")).toEqual([
    "SAR",
    "AED",
    "KWD",
  ]);
});

it("counts days by the region's calendar", () => {
  expect(daysBack(new Date("2026-11-30T23:30:00Z"), "Europe/Amsterdam", 29)).toEqual({
    since: "2026-11-02",
    until: "2026-12-01",
  });
});
