import { describe, expect, it } from "vitest";
import { directionOf, findLocale, formatArrival, formatDay, negotiateLocale } from "./index";

const europe = {
  languages: ["en", "nl", "fr"],
  countries: ["NL", "BE"],
  default_language: "en",
  default_country: "NL",
};

describe("findLocale", () => {
  it("reads a tag that the region offers", () => {
    expect(findLocale("nl-BE", europe)).toEqual({ tag: "nl-BE", language: "nl", country: "BE" });
  });

  it.each(["ar-AE", "nl-US", "NL-nl", "nl", "nl-BE-x", "products", undefined])("does not know %s", (tag) => {
    expect(findLocale(tag, europe)).toBeNull();
  });
});

describe("negotiateLocale", () => {
  it.each([
    ["nl-BE,nl;q=0.9,en;q=0.8", "nl-BE"],
    ["fr", "fr-NL"],
    ["de-DE,de;q=0.9,fr;q=0.4", "fr-NL"],
    ["en;q=0.1, nl;q=0.7", "nl-NL"],
    ["nl;q=0", "en-NL"],
    [";;q=,", "en-NL"],
    [null, "en-NL"],
  ])("answers %s with %s", (accepted, expected) => {
    expect(negotiateLocale(accepted, europe).tag).toBe(expected);
  });
});

it("knows which way a language is written", () => {
  expect([directionOf("ar"), directionOf("nl")]).toEqual(["rtl", "ltr"]);
});

it("names the day that it is where the shop is", () => {
  expect(formatDay("2026-11-28T23:30:00Z", "en-NL", "Europe/Amsterdam")).toContain("29");
  expect(formatDay("2026-11-28T23:30:00Z", "nl-NL", "UTC")).toBe("28 november 2026");
});

describe("the days of an arrival", () => {
  const wednesday = new Date("2026-12-02T22:30:00Z");
  const arrival = (least: number, most: number, country = "NL", now = wednesday) =>
    formatArrival({ least, most, country }, "en-GB", "Europe/Amsterdam", now).replaceAll(/\s/g, " ");

  it("leave out the weekend of the country where it arrives", () => {
    expect(arrival(2, 3)).toBe("Fri 4 Dec – Mon 7 Dec");
    expect(arrival(2, 3, "SA")).toBe("Sun 6 Dec – Mon 7 Dec");
    expect(arrival(3, 3)).toBe("Mon 7 Dec");
  });

  it("are counted from the day where it is sent from", () => {
    expect(arrival(0, 0)).toBe("Wed 2 Dec");
    expect(arrival(0, 0, "NL", new Date("2026-12-02T23:30:00Z"))).toBe("Thu 3 Dec");
    expect(arrival(0, 1, "NL", new Date("2026-12-05T12:00:00Z"))).toBe("Mon 7 Dec");
  });
});
