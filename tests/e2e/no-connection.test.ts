import type { RequestListener } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hangsUp, LoneShop, passOn } from "./support/lone-shop.ts";
import { type Answer, getPage } from "./support/pages.ts";
import { useShoppers } from "./support/shop.ts";
import { words } from "./support/words.ts";

const isAboutRegion = (url = "") => url.startsWith("/api/v1/store/region");

/** What the API does for all that is not about the region itself. */
let fails: RequestListener;
let failsForRegion: RequestListener;
let shop: LoneShop;

beforeAll(async () => {
  shop = await LoneShop.start((call, response) => (isAboutRegion(call.url) ? failsForRegion : fails)(call, response));
});

afterAll(() => shop.stop());

const neverAnswers: RequestListener = () => undefined;
const refuses =
  (status: number, code: string, headers: Record<string, string>): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "Content-Type": "application/problem+json", ...headers });
    response.end(JSON.stringify({ type: "about:blank", title: code, status, code }));
  };

function expectFaultPage({ status, headers, text }: Answer, language: string, page: string, path: string): void {
  const say = words(language);
  expect(status).toBe(503);
  expect(Number(headers["retry-after"])).toBeGreaterThan(0);
  expect(headers["cache-control"]).toBe("no-store");
  expect(text).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
  expect(text).toContain(`<h1>${say(`faults.pages.${page}.title`)}</h1>`);
  expect(text).toContain(`<a href="${path}">${say("faults.retry")}</a>`);
  expect(text).not.toContain("<script");
}

describe("without the API the shop answers with a whole page", () => {
  it.each([
    ["eu.localhost", "/en-NL", "en"],
    ["eu.localhost", "/de-DE/cart", "de"],
    ["mena.localhost", "/ar-AE/search?q=a&amp;sort=sold", "ar"],
  ])("of %s, for %s in the reader's language", async (host, path, language) => {
    failsForRegion = passOn;
    fails = hangsUp;

    const answer = await getPage(host, path.replaceAll("&amp;", "&"), {}, shop.port);

    expectFaultPage(answer, language, "unavailable", path);
  });

  it("where the call is never answered", async () => {
    failsForRegion = passOn;
    fails = neverAnswers;

    expectFaultPage(
      await getPage("eu.localhost", "/nl-NL/products", {}, shop.port),
      "nl",
      "unavailable",
      "/nl-NL/products",
    );
  });

  it("where not even the region is known, in a language of the browser's", async () => {
    failsForRegion = hangsUp;

    const answer = await getPage("unknown.localhost", "/", { "Accept-Language": "fr-CA, en;q=0.5" }, shop.port);

    expectFaultPage(answer, "fr", "unavailable", "/");
  });

  it("to browsers alone: a machine gets no page", async () => {
    failsForRegion = hangsUp;

    const { status, headers } = await getPage("gone.localhost", "/en-NL", { Accept: "application/json" }, shop.port);

    expect([status, headers["content-type"]]).toEqual([503, "text/plain; charset=utf-8"]);
  });

  it.each([
    [503, "in_maintenance", "maintenance"],
    [429, "throttled", "busy"],
    [503, "index_outdated", "search"],
  ])("that says what %i %s means, and when to come back", async (status, code, page) => {
    failsForRegion = passOn;
    fails = refuses(status, code, { "Retry-After": "77" });

    const answer = await getPage("eu.localhost", "/fr-BE/products", {}, shop.port);

    expectFaultPage(answer, "fr", page, "/fr-BE/products");
    expect(answer.headers["retry-after"]).toBe("77");
  });

  it("and with its pages again as soon as the API is back", async () => {
    failsForRegion = passOn;
    fails = hangsUp;
    const before = await getPage("eu.localhost", "/en-NL/products", {}, shop.port);
    fails = passOn;

    const after = await getPage("eu.localhost", "/en-NL/products", {}, shop.port);

    expect([before.status, after.status]).toEqual([503, 200]);
  });
});

/** Open a page and wait until its scripts run: the first thing that they do is to ask for the number at the cart's link. */
async function openReady(page: Page, address: string): Promise<void> {
  await Promise.all([page.waitForResponse(/\/cart\/count$/), page.goto(address)]);
}

describe("in the browser", () => {
  const shopper = useShoppers();

  it("a page that the API does not answer for says so in place, and comes with the next try", async () => {
    const guest = await shopper({ region: "mena", locale: "ar-AE" });
    failsForRegion = passOn;
    fails = passOn;
    await openReady(guest.page, `http://mena.localhost:${shop.port}/ar-AE/cart`);
    fails = hangsUp;
    await guest.page.locator("header nav a[href*='/categories/']").first().click();
    await guest.page.getByText(guest.text("faults.pages.unavailable.title")).waitFor();
    fails = passOn;

    await guest.page.getByText(guest.text("faults.retry")).click();

    await guest.page.locator("main article").first().waitFor();
    expect(await guest.page.locator("header").count()).toBe(1);
  });

  it("without a network the page stays, and the next one comes with it", async () => {
    const guest = await shopper({ region: "eu", locale: "en-NL" });
    await openReady(guest.page, `${guest.home}/cart`);
    await guest.context.setOffline(true);
    await guest.page.locator("footer a[href$='/orders']").click();
    const alert = guest.page.getByRole("alert").filter({ hasText: guest.text("faults.offline.title") });
    await alert.waitFor();
    expect(guest.page.url()).toMatch(/\/cart$/);
    await guest.context.setOffline(false);

    await alert.getByText(guest.text("faults.retry")).click();

    await guest.page.waitForURL(/\/orders$/);
    expect(await alert.count()).toBe(0);
  });
});

describe("a page that takes its time", () => {
  const shopper = useShoppers();

  it("shows at once that it comes, then its shape, then itself", async () => {
    const guest = await shopper({ region: "eu", locale: "en-NL" });
    await openReady(guest.page, `${guest.home}/cart`);
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await guest.page.route(/_rsc=/, async (route) => {
      await isReleased;
      await route.continue();
    });

    await guest.page.locator("header nav a[href*='/categories/']").first().click();
    await guest.page.locator("main[aria-busy=true]").waitFor();
    await guest.page
      .getByRole("status")
      .filter({ hasText: guest.text("faults.loading") })
      .waitFor();
    expect(await guest.page.locator("main .animate-pulse").count()).toBeGreaterThan(0);
    release();

    await guest.page.locator("main[aria-busy=false] article").first().waitFor();
    expect(await guest.page.locator("main .animate-pulse").count()).toBe(0);
  });
});
