import type { Route } from "playwright-core";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const EU = { region: "eu", locale: "en-NL" };

/** Keeps the shop's scripts on their way until they are let go. */
async function holdScripts({ context }: Shopper): Promise<() => Promise<void>> {
  let held: Route[] | null = [];
  await context.route(/\/_next\/static\/.*\.js/, (route) => (held ? void held.push(route) : route.continue()));
  return async () => {
    const waiting = held ?? [];
    held = null;
    await Promise.all(waiting.map((route) => route.continue().catch(() => undefined))); // some pages have gone since
  };
}

/** Without waiting for the scripts, as which `load` counts them too. */
async function openAtOnce({ page, home }: Shopper, path: string): Promise<void> {
  await page.goto(home + path, { waitUntil: "commit" });
}

/** The bank's notice may come after the customer, and without scripts the page does not ask by itself. */
async function untilConfirmed({ page, text }: Shopper): Promise<void> {
  const isConfirmed = () => /\/orders\/ord_\w+\?placed=1/.test(page.url());
  await page.waitForURL(/\/orders\/ord_|\/checkout\/(?!return)/, { waitUntil: "commit" });
  while (!isConfirmed()) {
    const checkAgain = page.getByRole("link", { name: text("checkout.check_again") });
    await checkAgain
      .or(page.getByText(text("orders.thanks")))
      .first()
      .waitFor();
    if (!isConfirmed()) await checkAgain.click({ noWaitAfter: true });
  }
}

it("buys while the scripts are still on their way", async () => {
  const guest = await shopper(EU);
  const [product] = await findBuyable("eu", "en-NL", 1);
  await holdScripts(guest);
  const { page } = guest;

  await openAtOnce(guest, `/products/${product?.slug}`);
  await page.getByRole("button", { name: guest.text("cart.add"), exact: true }).click({ noWaitAfter: true });
  await page.getByText(guest.text("cart.added")).waitFor();
  await openAtOnce(guest, "/checkout");
  await guest.fillAddress();
  await guest.order();
  await page.getByRole("link", { name: guest.text("checkout.open_payment_page") }).click();
  await guest.payByCard(CARDS.good);

  await untilConfirmed(guest);
  await page.getByText(guest.text("orders.thanks")).waitFor();
  expect(await page.locator("h1 bdi").textContent()).toMatch(/^EU-/);
});

it("keeps what was typed before the scripts were there, and orders with it", async () => {
  const guest = await shopper({ region: "mena", locale: "ar-AE" });
  const [product] = await findBuyable("mena", "ar-AE", 1);
  await guest.putIntoCart(product?.slug ?? "");
  const letGo = await holdScripts(guest);
  await openAtOnce(guest, "/checkout");
  await guest.fillAddress();
  const typed = () =>
    guest.page.locator("form:has(#email) :is(input, select, textarea):not([type=hidden])").evaluateAll((fields) =>
      fields.map((field) => {
        const { name, value, checked } = field as HTMLInputElement;
        return `${name} ${value} ${checked}`;
      }),
    );
  const before = await typed();

  await letGo();
  await guest.page.locator("header").getByText(guest.text("frame.cart_holds")).waitFor({ state: "attached" });

  expect(await typed()).toEqual(before);
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
});
