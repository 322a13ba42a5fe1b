import { describe, expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { overflow, violations } from "./support/axe.ts";
import { logIn, newCustomer, sendLogin } from "./support/customers.ts";
import { deliver } from "./support/operator.ts";
import { CARDS, useShoppers } from "./support/shop.ts";

const PAGES = [
  "/",
  "/products",
  "/search?q=mug",
  "/search?q=zzzzzzzz",
  "/search/picture",
  "/categories/kitchen",
  "/cart",
  "/login",
  "/register",
  "/reset-password",
  "/orders",
  "/preferences",
  "/nowhere",
];
const ACCOUNT = [
  "/account",
  "/account/orders",
  "/account/profile",
  "/account/security",
  "/account/addresses",
  "/account/addresses/new",
  "/account/cards",
];
const NARROWEST = 320; // to which WCAG 1.4.10 lets readers enlarge a page
const READERS = [
  { region: "eu", locale: "en-NL", width: 1280, colours: "light" },
  { region: "eu", locale: "de-DE", width: 390, colours: "dark" },
  { region: "mena", locale: "ar-AE", width: 390, colours: "light" },
] as const;

const shopper = useShoppers();

describe.each(READERS)("for $locale, $width wide, $colours", ({ region, locale, width, colours }) => {
  it("no page breaks a rule", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });

    for (const path of PAGES) {
      await reader.open(path);
      expect(await violations(reader), path).toEqual([]);
    }
  });

  it("neither does buying", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    const [product] = await findBuyable(region, locale, 1);

    await reader.putIntoCart(product?.slug ?? "");
    expect(await violations(reader), "product").toEqual([]);
    await reader.open("/cart");
    expect(await violations(reader), "cart").toEqual([]);
    await reader.open("/checkout");
    expect(await violations(reader), "checkout").toEqual([]);
    await reader.order();
    await reader.page.getByText(reader.text("checkout.errors_title")).waitFor();
    expect(await violations(reader), "checkout with errors").toEqual([]);
  });

  it("nor do an order and the account", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    await reader.open("/login");
    await sendLogin(reader, "nobody@example.com");
    await reader.page.locator("main [role=alert]").waitFor();
    expect(await violations(reader), "refused log-in").toEqual([]);
    await logIn(reader, await newCustomer(region));
    const products = await findBuyable(region, locale, 2);
    for (const { slug } of products) await reader.putIntoCart(slug);
    await reader.fillCheckout();
    await reader.order();
    await reader.payByCard(CARDS.good);
    await reader.confirmedOrder();
    expect(await violations(reader), "order").toEqual([]);
    await reader.page.getByText(reader.text("orders.cancel_title")).click();
    expect(await violations(reader), "order with its form to cancel").toEqual([]);

    for (const path of ACCOUNT) {
      await reader.open(path);
      expect(await violations(reader), path).toEqual([]);
    }
  });

  it("nor do the forms to send something back", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    const [product] = await findBuyable(region, locale, 1);
    await reader.putIntoCart(product?.slug ?? "");
    await reader.fillCheckout();
    await reader.order();
    await reader.payByCard(CARDS.good);
    await deliver(region, product?.vendor ?? "", await reader.confirmedOrder());
    const order = reader.page.url().replace(/\?.*$/, "");

    if (region === "eu") {
      await reader.page.goto(`${order}/withdraw`);
      expect(await violations(reader), "withdrawal").toEqual([]);
      await reader.page.getByRole("button", { name: reader.text("returns.review") }).click();
      await reader.page.getByRole("button", { name: reader.text("returns.confirm") }).waitFor();
      expect(await violations(reader), "withdrawal to confirm").toEqual([]);
    }
    await reader.page.goto(`${order}/return`);
    await reader.page.getByRole("button", { name: reader.text("returns.request") }).click();
    await reader.page.getByText(reader.text("returns.choose_units")).waitFor();
    expect(await violations(reader), "return with errors").toEqual([]);
    await reader.page.locator("select[name^='return.']").selectOption("1");
    await reader.page.locator("#reason").selectOption("damaged");
    await reader.page.getByRole("button", { name: reader.text("returns.request") }).click();
    await reader.page.waitForURL(/\?sent=return/);
    expect(await violations(reader), "order with a return").toEqual([]);
  });

  it("nor do suggestions while one types", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    await reader.open("/preferences");
    await reader.page.locator("#search").click();
    await reader.page.keyboard.type(locale === "ar-AE" ? "قهوة" : "mug");
    const suggestion = reader.page.getByRole("listbox").getByRole("option").first(); // the page has other lists to choose from
    await suggestion.waitFor();
    // While the list is open the rest of the page is hidden from screen readers; the focus cannot go there without closing the list.
    expect(await violations(reader, ["aria-hidden-focus"])).toEqual([]);
    await reader.page.keyboard.press("Tab");
    await suggestion.waitFor({ state: "detached" });
    expect(await violations(reader)).toEqual([]);
  });

  it("nothing has to be scrolled sideways on the narrowest screens", async () => {
    const reader = await shopper({ region, locale, width: NARROWEST });
    const [product] = await findBuyable(region, locale, 1);
    await reader.putIntoCart(product?.slug ?? "");

    for (const path of [...PAGES, `/products/${product?.slug}`, "/checkout"]) {
      await reader.open(path);
      expect(await overflow(reader), path).toBeLessThanOrEqual(0);
    }
  });
});
