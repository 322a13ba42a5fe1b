import { mkdirSync } from "node:fs";
import { describe, it } from "vitest";
import { callApi, findBuyable } from "../support/api.ts";
import { logIn, newCustomer } from "../support/customers.ts";
import { CARDS, type Shopper, useShoppers } from "../support/shop.ts";

const FOLDER = new URL("../../../.local/screenshots/", import.meta.url).pathname;

const WIDTHS = [1280, 390];
const COLOURS = ["light", "dark"] as const;
const SHOPS = [
  { region: "eu", locale: "en-NL" },
  { region: "eu", locale: "nl-NL" },
  { region: "mena", locale: "ar-AE" },
];
// Of both directions, and of a third language in which most words are longest.
const LOOKS = SHOPS.flatMap((shop) =>
  WIDTHS.flatMap((width) => COLOURS.map((colours) => ({ ...shop, width, colours }))),
);

const PUBLIC = {
  home: "/",
  products: "/products",
  "products-filtered": "/products?in_stock=true&on_sale=true",
  search: "/search?q=mug",
  "search-nothing": "/search?q=zzzzzzzz",
  "search-picture": "/search/picture",
  category: "/categories/kitchen",
  preferences: "/preferences",
  "not-found": "/nowhere",
  login: "/login",
  register: "/register",
  "reset-password": "/reset-password",
  "order-lookup": "/orders",
  "cart-empty": "/cart",
};
const ACCOUNT = {
  account: "/account",
  "account-orders": "/account/orders",
  "account-profile": "/account/profile",
  "account-addresses": "/account/addresses",
  "account-address": "/account/addresses/new",
  "account-cards": "/account/cards",
  "account-gift-cards": "/account/gift-cards",
  "account-security": "/account/security",
};

const shopper = useShoppers();

describe.each(LOOKS)("$locale $width $colours", ({ region, locale, width, colours }) => {
  const folder = `${FOLDER}${locale}-${width}-${colours}/`;

  async function visitor(): Promise<Shopper> {
    mkdirSync(folder, { recursive: true });
    const person = await shopper({ region, locale, width });
    await person.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    return person;
  }

  /** The whole page, with all that is laid out or fetched only when it comes near. */
  async function take({ page }: Shopper, name: string): Promise<void> {
    await page.waitForLoadState("load");
    await page.evaluate(async () => {
      for (const item of document.querySelectorAll("li")) item.style.contentVisibility = "visible";
      for (const image of document.images) image.loading = "eager";
      const all = [...document.images].map((image) => image.decode().catch(() => undefined));
      await Promise.all([...all, document.fonts.ready]);
    });
    await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
  }

  it("what all may see", async () => {
    const person = await visitor();
    for (const [name, path] of Object.entries(PUBLIC)) {
      await person.open(path);
      await take(person, name);
    }
    const [product] = await findBuyable(region, locale, 1);
    const { body: all } = await callApi(region, "store/products?limit=60");
    const { body: pages } = await callApi(region, "store/pages");
    const others: Record<string, string> = {
      product: `/products/${product?.slug}`,
      "product-with-options": `/products/${await slugWithOptions(region, all.items)}`,
      vendor: `/vendors/${product?.vendor}`,
      page: `/pages/${pages.items[0]?.slug}`,
    };
    for (const [name, path] of Object.entries(others)) {
      await person.open(path);
      await take(person, name);
    }
    await Promise.all([
      person.page.waitForResponse(/\/cart\/count$/),
      person.open(others["product-with-options"] ?? ""),
    ]);
    const gallery = person.page.getByRole("region", { name: person.text("product.pictures") });
    await gallery.locator("li a[aria-label]").first().click();
    await person.page.getByRole("dialog").waitFor();
    await person.page.screenshot({ path: `${folder}product-zoom.png` });
  });

  it("buying, and the account", async () => {
    const person = await visitor();
    const products = await findBuyable(region, locale, 2);
    for (const { slug } of products) await person.putIntoCart(slug);
    await take(person, "product-added");
    await person.open("/cart");
    await take(person, "cart");
    await person.open("/checkout");
    await take(person, "checkout");
    await person.order();
    await person.page.getByText(person.text("checkout.errors_title")).waitFor();
    await take(person, "checkout-errors");

    await person.fillCheckout();
    await person.order();
    await person.payByCard(CARDS.declined);
    await person.page.getByText(person.text("checkout.reasons.card_declined")).waitFor();
    await take(person, "checkout-declined");

    await logIn(person, await newCustomer(region, locale.split("-")[0]));
    for (const [name, path] of Object.entries(ACCOUNT)) {
      await person.open(path);
      await take(person, `${name}-new`);
    }
    await person.fillCheckout();
    await take(person, "checkout-customer");
    await person.order();
    await person.payByCard(CARDS.good);
    await person.confirmedOrder();
    await take(person, "order");
    for (const [name, path] of Object.entries(ACCOUNT)) {
      await person.open(path);
      await take(person, name);
    }
  });
});

async function slugWithOptions(region: string, items: { slug: string; price_varies: boolean }[]): Promise<string> {
  for (const { slug } of items) {
    const { body } = await callApi(region, `store/products/${slug}`);
    if (body.options?.length > 0 && body.images.length > 1) return slug;
  }
  throw new Error(`${region} has no product with options and pictures among the first ${items.length}`);
}
