import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handler } from "../process/handler.ts";
import { withFaultPage } from "./handler.ts";
import { noteFault } from "./noting.ts";
import { wordsIn } from "./words.ts";

const words = wordsIn(new URL("../../../../apps/storefront/messages/", import.meta.url));

let server: Server;
let make: Handler;

beforeEach(async () => {
  const handler = withFaultPage((request, response) => make(request, response), words);
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => server.close());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: "text/html", ...headers } });
}

const failing: Handler = async (_, response) => {
  response.statusCode = 500;
  response.setHeader("Set-Cookie", "kept=1");
  response.setHeader("X-Of-The-Page", "1");
  response.flushHeaders();
  response.write("<p>half a page");
  response.end("</p>");
};

describe("a page that failed", () => {
  it("for want of the API is a whole page of its own, to come back for", async () => {
    make = async (request, response) => {
      noteFault({ code: "unavailable", retryAfterS: null });
      await failing(request, response);
    };

    const answer = await get("/ar-AE/cart");
    const text = await answer.text();

    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "10"]);
    expect([answer.headers.get("Set-Cookie"), answer.headers.get("X-Of-The-Page")]).toEqual(["kept=1", null]);
    expect(text).toContain('<html lang="ar" dir="rtl">');
    expect(text).toContain('href="/ar-AE/cart"');
    expect(text).not.toContain("half a page");
  });

  it("in a region that is shut says its operator's words, and runs nothing that stands in them", async () => {
    make = async (request, response) => {
      const texts = { ar: "نعود قريبًا", en: "<script>alert(1)</script>" };
      const expectedEnd = "2999-06-01T12:00:00Z";
      const notice = { name: "GlobalMarket MENA", texts, expectedEnd, timeZone: "Asia/Dubai", defaultLanguage: "ar" };
      noteFault({ code: "in_maintenance", retryAfterS: 300, notice });
      await failing(request, response);
    };

    const [arabic, english] = [await get("/ar-AE/cart"), await get("/en-AE")];

    expect([arabic.status, arabic.headers.get("Retry-After")]).toEqual([503, "300"]);
    const text = await arabic.text();
    expect(text).toContain("نعود قريبًا");
    expect(text).toContain("GlobalMarket MENA");
    expect(text).toContain("2999");
    expect(await english.text()).not.toContain("<script");
  });

  it("for a fault of ours keeps its status and names no time to come back", async () => {
    make = failing;

    const answer = await get("/en-NL");

    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([500, null]);
    expect(await answer.text()).toContain("This page could not be loaded");
  });

  it("runs nothing that stands in its address", async () => {
    make = failing;

    const answer = await get('/en-NL/"><script>alert(1)</script>');

    expect(await answer.text()).not.toContain("<script");
    expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });

  it.each([
    ["a part of a page", { RSC: "1" }],
    ["the answer to an action", { "Next-Action": "1" }],
    ["what a script asks for", { Accept: "*/*" }],
  ])("is left as it is where %s was asked for", async (_, headers) => {
    make = failing;

    const answer = await get("/en-NL", headers as Record<string, string>);

    expect([answer.status, await answer.text()]).toEqual([500, "<p>half a page</p>"]);
  });
});

it("a page that can do without what failed is left as it is", async () => {
  make = async (_, response) => {
    noteFault({ code: "unavailable", retryAfterS: null });
    response.setHeader("Content-Type", "text/html");
    response.end("<p>a page</p>");
  };

  const answer = await get("/en-NL");

  expect([answer.status, await answer.text()]).toEqual([200, "<p>a page</p>"]);
});

it.each([
  ["the address's", "/nl-BE/cart", "fr", "nl"],
  ["the last that was chosen, where the address has none", "/chosen", "fr", "de"],
  ["the browser's, where the address has none", "/cart", "xx, fr-CA;q=0.9", "fr"],
  ["English, where the shop has none of the browser's", "/cart", "ja", "en"],
])("the language is %s", async (_, path, accepted, language) => {
  make = failing;

  const chosen: Record<string, string> = path === "/chosen" ? { Cookie: "other=1; gm_locale=de-DE" } : {};
  const answer = await get(path, { "Accept-Language": accepted, ...chosen });

  expect(answer.headers.get("Content-Language")).toBe(language);
});
