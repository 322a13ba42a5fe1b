import { expect, it } from "vitest";
import { callApi, findBuyable } from "./support/api.ts";
import { type Customer, logIn, newCustomer, PASSWORD } from "./support/customers.ts";
import { CARDS, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const EU = { region: "eu", locale: "en-NL" };

/** As the API knows them. */
async function ordersOf({ email }: Customer): Promise<{ id: string; number: string }[]> {
  const login = { audience: "customer", email, password: PASSWORD };
  const { body } = await callApi("eu", "auth/login", { method: "POST", body: login });
  const { body: list } = await callApi("eu", "store/orders", {
    headers: { Authorization: `Bearer ${body.access_token}` },
  });
  return list.items;
}

it("makes no second order, and shows no dead form, when one goes back after paying", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper(EU);
  await logIn(person, customer);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");
  await person.fillCheckout();
  await person.order();
  await person.payByCard(CARDS.good);
  const number = await person.confirmedOrder();

  await person.page.goBack();
  await person.page.getByRole("heading", { name: "Nothing is left to do here" }).waitFor(); // the payment page
  expect(await person.page.locator("form").count()).toBe(0);
  await person.page.goBack();

  await person.page.waitForURL(`${person.home}/cart`);
  await person.page.getByText(person.text("cart.empty")).waitFor();
  expect((await ordersOf(customer)).map((one) => one.number)).toEqual([number]);
});

it("leads from a checkout that was paid in another tab to the one order", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper(EU);
  await logIn(person, customer);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");
  await person.fillCheckout();
  const other = await person.inAnotherTab();
  await other.open("/checkout");
  await other.fillAddress();

  await person.order();
  await person.payByCard(CARDS.good);
  const number = await person.confirmedOrder();
  await other.order();

  await other.page.waitForURL(/\/(orders\/ord_\w+|cart$)/);
  expect((await ordersOf(customer)).map((one) => one.number)).toEqual([number]);
});

it("makes one order of two tabs that order the cart at the same time", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper(EU);
  await logIn(person, customer);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");
  await person.fillCheckout();
  const other = await person.inAnotherTab();
  await other.open("/checkout");
  await other.fillAddress();

  await Promise.all([person.order(), other.order()]);
  await other.page.locator("input[name=card_number]").waitFor();
  await person.payByCard(CARDS.good);
  const number = await person.confirmedOrder();
  await other.page.reload();
  expect(await other.page.locator("form").count()).toBe(0);

  expect((await ordersOf(customer)).map((one) => one.number)).toEqual([number]);
});

it("keeps filters and the place in a long list on the way back from a product", async () => {
  const visitor = await shopper({ ...EU, width: 390 });
  await visitor.open("/products?sort=price_asc&in_stock=true");
  const link = visitor.page.locator("article h3 a").nth(9);
  const title = await link.textContent();
  await link.scrollIntoViewIfNeeded();
  const place = await visitor.page.evaluate(() => scrollY);
  expect(place).toBeGreaterThan(400);

  await link.click();
  await visitor.page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
  await visitor.page.goBack();

  await visitor.page.waitForURL(`${visitor.home}/products?sort=price_asc&in_stock=true`);
  await expect.poll(() => visitor.page.evaluate(() => scrollY)).toBeCloseTo(place, -2);
});
