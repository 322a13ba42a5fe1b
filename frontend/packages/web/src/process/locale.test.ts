import { describe, expect, it } from "vitest";
import { isPrefetch, localeOf } from "./locale.ts";

it("finds the locale of an address", () => {
  expect(["/nl-BE/cart", "/nl-BE", "/nl-BE?x=1", "/nl", undefined].map(localeOf)).toEqual([
    "nl-BE",
    "nl-BE",
    "nl-BE",
    "",
    "",
  ]);
});

describe("a request", () => {
  it.each([
    { "next-router-prefetch": "1" },
    { "next-router-segment-prefetch": "/_tree" },
    { "sec-purpose": "prefetch;prerender" },
  ])("with %o fetches ahead", (headers) => {
    expect(isPrefetch({ headers })).toBe(true);
  });

  it.each([{}, { rsc: "1" }, { accept: "text/html" }])("with %o shows a page", (headers) => {
    expect(isPrefetch({ headers })).toBe(false);
  });
});
