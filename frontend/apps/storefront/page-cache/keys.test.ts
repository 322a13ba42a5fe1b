import { describe, expect, it } from "vitest";
import { keyOf } from "./keys.ts";

const request = (url: string, more: Record<string, string> = {}, method = "GET") => ({
  method,
  url,
  headers: { host: "eu.localhost:8001", accept: "text/html,*/*", ...more },
});

describe("keyOf", () => {
  it("is the same for the same page", () => {
    const key = keyOf(request("/nl-NL/search?q=mok&brand=a"));

    expect(keyOf(request("/nl-NL/search?brand=a&q=mok"))).toBe(key);
    expect(keyOf(request("/nl-NL/search?brand=a&q=mok&utm_source=mail&gclid=1"))).toBe(key);
  });

  it.each([
    ["another host", "/nl-NL/search?q=mok", { host: "mena.localhost:8001" }],
    ["another language", "/en-NL/search?q=mok", {}],
    ["another query", "/nl-NL/search?q=mokken", {}],
  ])("differs for %s", (_, url, headers) => {
    expect(keyOf(request(url, headers))).not.toBe(keyOf(request("/nl-NL/search?q=mok")));
  });

  it.each([
    request("/nl-NL/cart"),
    request("/nl-NL/account/orders"),
    request("/nl-NL/orders/ord_1?token=x"),
    request("/nl-NL/checkout"),
    request("/nl-NL/cart/count"),
    request("/"),
    request("/nl-NL", {}, "POST"),
    request("/nl-NL", { rsc: "1" }),
    request("/nl-NL", { accept: "application/json" }),
    request("/nl-NL/search", { accept: "text/markdown, text/html;q=0.5" }),
  ])("is none for $method $url $headers", (asked) => {
    expect(keyOf(asked)).toBeNull();
  });
});
