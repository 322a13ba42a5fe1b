import { expect, it } from "vitest";
import { periodOf } from "./period";

const PLACE = { timezone: "Asia/Dubai", currencies: [{ code: "AED" }, { code: "KWD" }] };
const NOW = new Date("2026-11-30T21:00:00Z"); // the first of December in Dubai

it("is the present month of the region, unless another period is asked for", () => {
  expect(periodOf({}, PLACE, NOW)).toEqual({ currency: "AED", since: "2026-12-01", until: "2026-12-01" });
  expect(periodOf({ since: "2026-11-01", until: "2026-11-30", currency: "KWD" }, PLACE, NOW)).toEqual({
    currency: "KWD",
    since: "2026-11-01",
    until: "2026-11-30",
  });
});

it("leaves out what is no day and no currency of the region, and never ends before it begins", () => {
  expect(periodOf({ since: "yesterday", currency: "EUR" }, PLACE, NOW)).toMatchObject({
    currency: "AED",
    since: "2026-12-01",
  });
  expect(periodOf({ since: "2026-11-10", until: "2026-11-01" }, PLACE, NOW)).toMatchObject({ until: "2026-11-10" });
});
