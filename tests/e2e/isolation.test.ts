import { expect, it, vi } from "vitest";
import { findBuyable } from "./support/api.ts";
import { logIn, newCustomer } from "./support/customers.ts";
import { getPage } from "./support/pages.ts";
import { SHOP_PORT } from "./support/settings.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const CUSTOMERS = [
  { region: "eu", locale: "en-NL", currency: "€", others: ["د.إ", "KWD"] },
  { region: "eu", locale: "de-DE", currency: "€", others: ["د.إ", "KWD"] },
  { region: "mena", locale: "ar-AE", currency: "د.إ", others: ["€", "KWD"] },
  { region: "mena", locale: "en-AE", currency: "AED", others: ["€", "KWD"] },
];

/** What the page that is open says, as text. */
const everything = ({ page }: Shopper) => page.locator("body").textContent();

it("customers of both regions who do the same at the same time see their own things alone", async () => {
  const people = [];
  for (const shop of CUSTOMERS) {
    const customer = await newCustomer(shop.region, shop.locale.slice(0, 2));
    const person = await shopper(shop);
    await logIn(person, customer); // one after the other: few passwords are hashed at a time
    const [first, second] = await findBuyable(shop.region, shop.locale, 2);
    people.push({ ...shop, customer, person, product: shop.locale.startsWith("en") ? second : first });
  }
  const emails = people.map(({ customer }) => customer.email);

  const numbers = await Promise.all(
    people.map(async ({ person, product, customer, locale, currency, others }) => {
      await person.putIntoCart(product?.slug ?? "");
      for (const path of ["/cart", "/account", "/account/security", "/search?q=mug", "/checkout"]) {
        await person.open(path);
        const text = (await everything(person)) ?? "";
        expect(await person.page.locator("html").getAttribute("lang"), path).toBe(locale);
        if (path !== "/account" && path !== "/account/security") expect(text, path).toContain(currency);
        for (const other of others) expect(text, path).not.toContain(other);
        for (const email of emails) if (email !== customer.email) expect(text, path).not.toContain(email);
      }
      expect(await person.page.locator("#email").inputValue()).toBe(customer.email);
      await person.fillAddress();
      await person.order();
      await person.payByCard(CARDS.good);
      return person.confirmedOrder();
    }),
  );

  expect(new Set(numbers).size).toBe(people.length);
  for (const [place, { person }] of people.entries()) {
    await person.open("/account/orders");
    const text = (await everything(person)) ?? "";
    for (const [other, number] of numbers.entries()) expect(text.includes(number)).toBe(other === place);
  }
});

it("cookies are of one host: the other region knows neither the customer nor the cart", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, customer);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");
  const there = `http://mena.localhost:${SHOP_PORT}`;
  const own = (await person.context.cookies()).filter(({ name }) => name.startsWith("gm_"));
  expect([...new Set(own.map(({ domain }) => domain))]).toEqual(["eu.localhost"]);
  expect(own.filter(({ httpOnly, sameSite }) => !httpOnly || sameSite !== "Lax")).toEqual([]);

  await person.page.goto(`${there}/en-AE/account`);
  expect(new URL(person.page.url()).pathname).toBe("/en-AE/login");
  await person.page.goto(`${there}/en-AE/cart`);
  await person.page.getByText(person.text("cart.empty")).waitFor();

  // Nor does it help to carry them over by hand.
  await person.context.addCookies(own.map((cookie) => ({ ...cookie, domain: "mena.localhost" })));
  for (const path of ["/account", "/account/orders", "/cart", "/checkout"]) {
    await person.page.goto(`${there}/en-AE${path}`);
    const text = (await everything(person)) ?? "";
    expect(text.length, path).toBeGreaterThan(20);
    for (const hidden of [customer.email, customer.name, product?.title ?? ""])
      expect(text, path).not.toContain(hidden);
  }
  await person.page.goto(`${there}/en-AE/account`);
  expect(new URL(person.page.url()).pathname).toBe("/en-AE/login"); // no fault: a session of another region is none here
  expect((await person.context.cookies(there)).map(({ name }) => name)).not.toContain("gm_session");
});

it("a page that is kept has nothing of the customer for whom it was made", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, customer);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await person.putIntoCart(product?.slug ?? "");
  const cookies = await person.context.cookies();
  const secrets = cookies
    .filter(({ name }) => name !== "gm_locale")
    .flatMap(({ value }) => [value, decodeURIComponent(value)]);
  expect(secrets.length).toBeGreaterThan(2);

  // On a new stack pictures are still being drawn, and each makes pages expire: a page is made for the customer until one is kept.
  const { headers, text } = await vi.waitFor(
    async () => {
      const path = `/search?q=${crypto.randomUUID()}`;
      await person.open(path);
      const answer = await getPage("eu.localhost", `/en-NL${path}`);
      expect(answer.headers["x-page-cache"]).toBe("hit");
      return answer;
    },
    { timeout: 120_000, interval: 200 },
  );

  expect([headers["set-cookie"] ?? []].flat().filter((cookie) => !cookie.startsWith("gm_locale="))).toEqual([]);
  for (const own of [customer.email, customer.name, ...secrets]) expect(text).not.toContain(own);
});
