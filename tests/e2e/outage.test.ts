import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { hangsUp, LoneShop, passOn } from "./support/lone-shop.ts";
import { OTHER_SHOP_PORT } from "./support/settings.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

let shop: LoneShop;
let api = passOn;

function cutOff(): void {
  api = hangsUp;
}

function connectAgain(): void {
  api = passOn;
}

beforeAll(async () => {
  shop = await LoneShop.start((call, response) => api(call, response));
});
afterEach(connectAgain);
afterAll(() => shop.stop());

const EU = { region: "eu", locale: "en-NL", port: OTHER_SHOP_PORT };

const saysSo = ({ page, text }: Shopper) =>
  page.getByRole("heading", { name: text("faults.pages.unavailable.title") }).waitFor();

it.each([
  { ...EU, hasScripts: true },
  { ...EU, hasScripts: false },
  { region: "mena", locale: "ar-AE", port: OTHER_SHOP_PORT, width: 390, hasScripts: true },
])(
  "says in the reader's language that nothing can be loaded, and comes back: $locale, scripts: $hasScripts",
  async (who) => {
    const visitor = await shopper(who);
    await visitor.open("/preferences");
    cutOff();

    const answer = await visitor.page.goto(`${visitor.home}/preferences`);
    await saysSo(visitor);
    expect(answer?.status()).toBeGreaterThanOrEqual(500);
    expect(answer?.headers()["cache-control"]).toContain("no-store");
    expect(await visitor.page.locator("html").getAttribute("dir")).toBe(who.region === "mena" ? "rtl" : "ltr");
    if (who.hasScripts) expect((await new AxeBuilder({ page: visitor.page }).analyze()).violations).toEqual([]);

    connectAgain();
    await visitor.page.getByText(visitor.text("faults.retry"), { exact: true }).click();
    await visitor.page.locator("#search").waitFor();
    expect(visitor.page.url()).toBe(`${visitor.home}/preferences`);
  },
);

it("says so to those who go on from a page that they have, and the page that they wanted comes after it", async () => {
  const visitor = await shopper(EU);
  await visitor.open("/preferences");
  const category = visitor.page.locator("header nav a[href*='/categories/']").first();
  const name = (await category.textContent()) ?? "";
  cutOff();

  await category.click();
  await saysSo(visitor);
  connectAgain();
  await visitor.page.getByText(visitor.text("faults.retry"), { exact: true }).click();

  await visitor.page.getByRole("heading", { level: 1, name }).waitFor();
});

it("shows pages that it has kept meanwhile", async () => {
  const [product] = await findBuyable("eu", "en-NL", 1);
  const visitor = await shopper(EU);
  await visitor.open(`/products/${product?.slug}`);
  cutOff();

  const answer = await visitor.page.goto(`${visitor.home}/products/${product?.slug}`);

  expect(answer?.headers()["x-page-cache"]).toBe("hit");
  await visitor.page.getByRole("heading", { level: 1, name: product?.title ?? "" }).waitFor();
});

it("loses nothing of a checkout that is sent meanwhile, and buys once when the API is back", async () => {
  const [product] = await findBuyable("eu", "en-NL", 1);
  const guest = await shopper(EU);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  cutOff();

  await guest.order();
  await guest.page.locator("main").getByRole("alert").waitFor();
  expect(await guest.page.locator('[id="shipping_address.city"]').inputValue()).toBe("Amsterdam");
  connectAgain();
  await guest.order();
  await guest.payByCard(CARDS.good);

  expect(await guest.confirmedOrder()).toMatch(/^EU-/);
});

it("keeps the cart as it is if a change does not arrive, and says so", async () => {
  const [product] = await findBuyable("eu", "en-NL", 1);
  const guest = await shopper(EU);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.open("/cart");
  await guest.page.getByText(guest.text("frame.cart_holds")).waitFor(); // scripts run
  cutOff();

  await guest.page.locator("button[name=step][value='1']").click();
  await guest.page.locator("form:has(input[name=quantity]) [role=alert]").waitFor();
  expect(await guest.page.locator("input[name=quantity]").inputValue()).toBe("1");
  connectAgain();
  await guest.page.locator("button[name=step][value='1']").click();
  await expect.poll(() => guest.page.locator("input[name=quantity]").inputValue()).toBe("2");
});
