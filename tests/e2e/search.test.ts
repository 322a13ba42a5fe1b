import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", typed: "mug" },
  { region: "mena", locale: "ar-AE", width: 390, typed: "قهوة" },
])("suggests what may be meant while one types, and arrow keys choose it: $locale", async ({ typed, ...shop }) => {
  const visitor = await shopper(shop);
  await visitor.open("/preferences");
  await visitor.page.locator("#search").click();
  await visitor.page.keyboard.type(typed);
  const product = visitor.page
    .getByRole("group", { name: visitor.text("search.groups.products") })
    .getByRole("option")
    .first();
  await product.waitFor();
  expect(await visitor.page.locator("#search").inputValue()).toBe(typed);

  const target = await product.getAttribute("href");
  const place = await product.evaluate((one) => [...document.querySelectorAll("[role=option]")].indexOf(one));
  for (let pressed = 0; pressed <= place; pressed++) await visitor.page.keyboard.press("ArrowDown");
  await visitor.page.keyboard.press("Enter");

  await visitor.page.waitForURL((url) => url.pathname === target);
});

it("searches for the words as they stand, with or without scripts", async () => {
  for (const hasScripts of [true, false]) {
    const visitor = await shopper({ region: "eu", locale: "en-NL", hasScripts });
    await visitor.open("/preferences");
    await visitor.page.locator("#search").fill("mug");
    await visitor.page.locator("#search").press("Enter");

    await visitor.page.waitForURL(`${visitor.home}/search?q=mug`);
    await visitor.page.locator("article").first().waitFor();
  }
});

it("narrows to what is delivered to the reader's country, and shows others where filters leave nothing", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-DE", hasScripts: false });
  await visitor.open("/search?q=mug");
  await visitor.page.getByLabel("Delivered to Germany").check();
  await visitor.page.getByRole("button", { name: visitor.text("catalog.apply_filters") }).click();
  await visitor.page.waitForURL((url) => url.searchParams.get("delivered") === "true");
  const chips = visitor.page.getByRole("list", { name: visitor.text("catalog.applied_filters") });
  expect(await chips.getByText("Delivered to Germany").count()).toBe(1);

  await visitor.open("/search?q=mug&price_max=0.01");
  await visitor.page.getByText(visitor.text("catalog.nothing_found")).waitFor();
  const others = visitor.page.getByRole("region", { name: visitor.text("catalog.without_filters") });
  await others.locator("article").first().waitFor();
  await others.getByRole("link", { name: visitor.text("catalog.show_all") }).click();

  await visitor.page.waitForURL(`${visitor.home}/search?q=mug`);
});

it("shows the answer to what was typed last, whichever comes first", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  const held: (() => Promise<void>)[] = [];
  await visitor.page.route("**/search/suggestions?q=mu", (route) => {
    held.push(() => route.continue().catch(() => undefined));
  });
  await visitor.open("/preferences");
  await visitor.page.locator("#search").click();
  await visitor.page.keyboard.type("mu", { delay: 20 });
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await visitor.page.keyboard.type("stard");
  await visitor.page.getByRole("option").first().waitFor();
  const before = await visitor.page.getByRole("option").allTextContents();

  await Promise.all(held.map((release) => release()));
  await visitor.page.waitForLoadState("networkidle");

  expect(await visitor.page.getByRole("option").allTextContents()).toEqual(before);
});

it("remembers in the browser which products were seen", async () => {
  const [first, second] = await findBuyable("eu", "en-NL", 2);
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  await visitor.open(`/products/${first?.slug}`);
  await visitor.page.waitForFunction(() => localStorage.getItem("gm_seen"));
  await visitor.open(`/products/${second?.slug}`);
  const row = visitor.page.getByRole("region", { name: visitor.text("catalog.recently_seen") });
  await row.waitFor();

  expect(await row.getByRole("link").count()).toBe(1);
  expect(await row.getByRole("link").textContent()).toContain(first?.title);
  await visitor.open("");
  await row.waitFor();
  expect(await row.getByRole("link").count()).toBe(2);
});

it("shows the operator's pages from the footer", async () => {
  const visitor = await shopper({ region: "mena", locale: "ar-AE" });
  await visitor.open("/search");
  const link = visitor.page.locator("footer nav ul a[href$='/pages/privacy']");
  const title = await link.textContent();
  await link.click();

  await visitor.page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
});

it("shows what it read besides words as chips, each of which can be removed", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-NL", hasScripts: false });
  await visitor.open(`/search?q=${encodeURIComponent("red dress under 150 euro")}`);

  const chips = visitor.page.getByRole("list", { name: visitor.text("catalog.understood.label") }).getByRole("link");
  expect(await chips.count()).toBe(2);
  await chips.filter({ hasText: "red" }).click();

  await visitor.page.waitForURL((url) => url.searchParams.get("q") === "dress under 150 euro");
  expect(await chips.count()).toBe(1);
});
