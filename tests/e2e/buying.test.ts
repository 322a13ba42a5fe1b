import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const SHOPS = [
  { region: "eu", locale: "en-NL" },
  { region: "eu", locale: "nl-NL", width: 390 },
  { region: "mena", locale: "ar-AE" },
  { region: "mena", locale: "ar-AE", width: 390 },
];

it.each(SHOPS)(
  "a guest buys from two vendors and lands on one order, in the language of the shop: $locale at $width",
  async (shop) => {
    const guest = await shopper(shop);
    const products = await findBuyable(shop.region, shop.locale, 2);
    for (const { slug } of products) await guest.putIntoCart(slug);

    await guest.fillCheckout();
    await guest.order();
    await guest.payByCard(CARDS.good);
    const number = await guest.confirmedOrder();

    expect(number).toMatch(/^(EU|MENA)-\d{4}-\d+$/);
    expect(guest.page.url()).toContain(`/${shop.locale}/`);
    for (const { title } of products) expect(await guest.page.getByRole("link", { name: title }).count()).toBe(1);
    await guest.open("/cart");
    await guest.page.getByText(guest.text("cart.empty")).waitFor();
  },
);

it("tells all that is wrong with a checkout at once, each at its field, and keeps what was typed", async () => {
  const guest = await shopper({ region: "mena", locale: "ar-AE" });
  const [product] = await findBuyable("mena", "ar-AE", 1);
  await guest.putIntoCart(product?.slug ?? "");

  await guest.open("/checkout");
  await guest.page.locator('[id="shipping_address.landmark"]').fill("قرب المسجد");
  await guest.order();

  const summary = guest.page.getByRole("alert");
  await summary.getByText(guest.text("checkout.errors_title")).waitFor();
  expect(await summary.getByRole("link").count()).toBeGreaterThanOrEqual(4);
  for (const field of ["email", "shipping_address.name", "shipping_address.region", "shipping_address.line1"]) {
    expect(await guest.page.locator(`[id="${field}"]`).getAttribute("aria-invalid")).toBe("true");
  }
  expect(await guest.page.locator('[id="shipping_address.postcode"]').count()).toBe(0);
  expect(await guest.page.locator('[id="shipping_address.landmark"]').inputValue()).toBe("قرب المسجد");
  expect(await guest.page.evaluate(() => document.activeElement?.querySelector("[role=alert]") !== null)).toBe(true);
});

it("pays the courier without leaving the shop", async () => {
  const guest = await shopper({ region: "mena", locale: "ar-AE" });
  const [product] = await findBuyable("mena", "ar-AE", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();

  await guest.page.locator("input[name=payment_method][value=cash_on_delivery]").check();
  await guest.page.locator("aside [aria-busy=false]").waitFor();
  await guest.order();
  await guest.confirmedOrder();

  expect(await guest.page.getByText(guest.text("orders.payment.due_on_delivery")).count()).toBe(1);
});

it("makes one order of a double click", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  const sent: string[] = [];
  guest.page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));

  await guest.page.locator("form:has(#email) aside button[type=submit]").dblclick();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();

  expect(sent.filter((url) => url.endsWith("/checkout"))).toHaveLength(1);
});
