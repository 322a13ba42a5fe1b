import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, useShoppers } from "./support/shop.ts";
import { atPanel } from "./support/staff.ts";
import { atDashboard } from "./support/vendors.ts";

const shopper = useShoppers();

it("browses without scripts: home, search, a product", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL", hasScripts: false });

  await guest.open("/");
  await guest.page.getByRole("searchbox").fill("kettle");
  await guest.page.getByRole("searchbox").press("Enter");
  await guest.page.waitForURL(/q=kettle/);
  await guest.page.locator("main a[href*='/products/']").first().click();
  await guest.page.waitForURL(/\/products\//);

  expect(await guest.page.getByRole("button", { name: guest.text("cart.add"), exact: true }).count()).toBe(1);
});

it.each([
  ["the shop, for an address without a page", { region: "eu", locale: "en-NL" }, "/nowhere"],
  ["the shop, for a product that there is not", { region: "mena", locale: "ar-AE" }, "/products/no-such-product"],
  ["the dashboard", atDashboard("eu", "de-DE"), "/nowhere"],
  ["the panel", atPanel("eu", "nl-NL"), "/nowhere"],
])("a page that is not there is whole, with status 404: %s", async (_, who, path) => {
  const guest = await shopper({ ...who, hasScripts: false });

  const answer = await guest.page.goto(guest.home + path);

  expect(answer?.status()).toBe(404);
  expect(guest.page.url()).toBe(guest.home + path);
  expect(await guest.page.getByRole("heading", { level: 1, name: guest.text("frame.not_found") }).isVisible()).toBe(
    true,
  );
  expect(await guest.page.locator("html").getAttribute("lang")).toBe(who.locale);
  expect(await guest.page.locator("meta[name=robots]").getAttribute("content")).toContain("noindex");
});

it("buys without scripts, after a mistake and a change of quantity", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL", hasScripts: false });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");

  await guest.open("/cart");
  await guest.page.locator("button[name=step][value='1']").click();
  expect(await guest.page.locator("input[name=quantity]").inputValue()).toBe("2");
  await guest.open("/checkout");
  await guest.order();
  await guest.page.getByText(guest.text("checkout.errors_title")).waitFor();
  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);

  expect(await guest.confirmedOrder()).toMatch(/^EU-/);
});

it("shows another country's fields without scripts, with what was typed before", async () => {
  const guest = await shopper({ region: "mena", locale: "en-AE", hasScripts: false });
  const [product] = await findBuyable("mena", "en-AE", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.open("/checkout");
  await guest.page.locator("#email").fill("guest@example.com");

  await guest.page.locator('[id="shipping_address.country"]').selectOption("SA");
  await guest.page.getByRole("button", { name: guest.text("checkout.show_fields") }).click();

  await guest.page.locator('[id="shipping_address.postcode"]').waitFor();
  expect(await guest.page.locator("#email").inputValue()).toBe("guest@example.com");
});
