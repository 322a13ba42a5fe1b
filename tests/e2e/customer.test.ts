import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { logIn, newCustomer } from "./support/customers.ts";
import { CARDS, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const SHOPS = [
  { region: "eu", locale: "de-DE" },
  { region: "mena", locale: "ar-AE", width: 390 },
];

it.each(SHOPS)(
  "a customer buys from two vendors, finds one order in the account, and orders it again: $locale",
  async (shop) => {
    const customer = await newCustomer(shop.region, shop.locale.slice(0, 2));
    const person = await shopper(shop);
    await logIn(person, customer);
    const products = await findBuyable(shop.region, shop.locale, 2);
    for (const { slug } of products) await person.putIntoCart(slug);
    await person.open("/checkout");
    expect(await person.page.locator("#email").inputValue()).toBe(customer.email);
    await person.fillAddress();

    await person.order();
    await person.payByCard(CARDS.good);
    const number = await person.confirmedOrder();
    expect(await person.page.locator("html").getAttribute("lang")).toBe(shop.locale);

    await person.open("/account/orders");
    const orders = person.page.locator("main a[href*='/orders/ord_']");
    expect(await orders.count()).toBe(1);
    await orders.click();
    await person.page.waitForURL(/\/orders\/ord_\w+$/);
    expect(await person.page.locator("h1 bdi").textContent()).toBe(number);
    await person.page.getByRole("button", { name: person.text("orders.reorder") }).click();
    await person.page.waitForURL(/\/cart/);
    expect(await person.page.locator("input[name=quantity]").count()).toBe(2);
  },
);

it("sends to a saved address that was chosen, without typing it again", async () => {
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, await newCustomer("eu"));
  await person.open("/account/addresses/new");
  for (const [part, value] of [
    ["line1", "Keizersgracht 1"],
    ["postcode", "1015 CJ"],
    ["city", "Amsterdam"],
  ] as const) {
    await person.page.locator(`[id="address.${part}"]`).fill(value);
  }
  await person.page.locator("form:has(#label) button[type=submit]").last().click();
  await person.page.getByText(person.text("account.address_saved")).waitFor();
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");

  await person.open("/checkout");
  expect(await person.page.locator("input[name=saved_address]").first().isChecked()).toBe(true);
  await person.order();
  await person.payByCard(CARDS.good);
  await person.confirmedOrder();

  await person.page.locator("main").getByText("Keizersgracht 1").first().waitFor();
});
