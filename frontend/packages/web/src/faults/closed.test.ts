import { expect, it } from "vitest";
import { closedPage, closedRetryS } from "./closed.ts";
import { wordsIn } from "./words.ts";

const words = wordsIn(new URL("../../../../apps/storefront/messages/", import.meta.url));
const TEXTS = { en: "We are moving.", nl: "We verhuizen." };

function notice(more: object = {}) {
  const times = { expectedEnd: null, timeZone: "Europe/Brussels" };
  return { name: "GlobalMarket EU", texts: TEXTS, defaultLanguage: "nl", ...times, ...more };
}

it("says the operator's words in the reader's language", () => {
  expect(closedPage(notice(), "en", "en-NL", words("en"))).toMatchObject({
    shop: "GlobalMarket EU",
    hint: "We are moving.",
    hintLanguage: "en",
  });
});

it("says them in the region's own language where the reader's is missing, and marks it", () => {
  expect(closedPage(notice(), "fr", "fr-BE", words("fr"))).toMatchObject({ hint: "We verhuizen.", hintLanguage: "nl" });
});

it("says its own words where the operator has none", () => {
  const page = closedPage(notice({ texts: {} }), "de", "de-DE", words("de"));

  expect(page).toMatchObject({ hint: words("de").pages.maintenance.hint });
  expect(page).not.toHaveProperty("hintLanguage");
});

it("names an end that lies ahead in the region's time, and none that has passed", () => {
  const ahead = notice({ expectedEnd: "2999-06-01T12:00:00Z" });

  expect(closedPage(ahead, "en", "en-NL", words("en")).expected).toContain("14:00");
  expect(closedPage(notice({ expectedEnd: "2020-06-01T12:00:00Z" }), "en", "en-NL", words("en"))).not.toHaveProperty(
    "expected",
  );
});

it("asks to come back when it should be open, at the latest when the API says", () => {
  const now = Date.parse("2026-12-01T12:00:00Z");

  const secondsTo = (expected_end: string | null) =>
    closedRetryS({ texts: {}, expected_end, retry_after_s: 90, max_retry_after_s: 1800 }, now);

  expect(secondsTo("2026-12-01T12:05:00Z")).toBe(300);
  expect(secondsTo("2026-12-02T12:00:00Z")).toBe(1800);
  expect([secondsTo(null), secondsTo("2026-12-01T11:00:00Z")]).toEqual([90, 90]);
});
