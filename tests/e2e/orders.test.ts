import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { MAIL_FOLDER } from "./support/settings.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

async function buy(guest: Shopper, products: { slug: string }[]): Promise<void> {
  for (const { slug } of products) await guest.putIntoCart(slug);
  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
}

it("cancels a product of one vendor and says what comes back", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  await buy(guest, await findBuyable("eu", "en-NL", 2));

  await guest.page.getByText(guest.text("orders.cancel_title")).click();
  await guest.page.locator("select[name^='cancel.']").first().selectOption("1");
  await guest.page.getByRole("button", { name: guest.text("orders.cancel_send") }).click();

  await guest.page.getByText(guest.text("orders.canceled_units")).waitFor();
  expect(await guest.page.getByText(/back to you\.$/).count()).toBeGreaterThan(0);
  expect(await guest.page.locator("select[name^='cancel.']").count()).toBe(1);
});

it("opens by the link of the mail, whose secret leaves the address, and for nobody else", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  await buy(guest, await findBuyable("eu", "en-NL", 1));
  const [, orderId = ""] = /orders\/(ord_\w+)/.exec(guest.page.url()) ?? [];
  const link = await mailedLink(orderId);

  const other = await shopper({ region: "eu", locale: "en-NL" });
  await other.open(`/orders/${orderId}`);
  await other.page.getByText(other.text("orders.not_yours")).first().waitFor();
  await other.page.goto(`${other.home}/orders/${orderId}${link.search}`);

  await other.page.locator("h1 bdi").waitFor();
  expect(other.page.url()).toBe(`${other.home}/orders/${orderId}`);
});

it("is found by its number and e-mail address, and by nothing less", async () => {
  const guest = await shopper({ region: "mena", locale: "ar-AE" });
  const [product] = await findBuyable("mena", "ar-AE", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  const email = await guest.page.locator("#email").inputValue();
  await guest.order();
  await guest.payByCard(CARDS.good);
  const number = await guest.confirmedOrder();

  const other = await shopper({ region: "mena", locale: "ar-AE" });
  await other.open("/orders");
  await other.page.getByLabel(other.text("orders.number")).fill(number);
  await other.page.getByLabel(other.text("orders.email")).fill("somebody-else@example.com");
  await other.page.getByRole("button", { name: other.text("orders.lookup") }).click();
  await other.page.getByText(other.text("orders.lookup_failed")).waitFor();
  await other.page.getByLabel(other.text("orders.email")).fill(email);
  await other.page.getByRole("button", { name: other.text("orders.lookup") }).click();

  await other.page.locator("h1 bdi").waitFor();
  expect(await other.page.locator("h1 bdi").textContent()).toBe(number);
});

it("is ordered again, with its note kept on the first one", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const products = await findBuyable("eu", "en-NL", 2);
  for (const { slug } of products) await guest.putIntoCart(slug);
  await guest.fillCheckout();
  await guest.page.getByLabel(guest.text("checkout.note")).fill("Ring twice <b>please</b>");
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
  await guest.page.getByText("Ring twice <b>please</b>").waitFor();

  await guest.page.goto(guest.page.url().replace("?placed=1", ""));
  await guest.page.getByRole("button", { name: guest.text("orders.reorder") }).click();

  await guest.page.waitForURL(/\/cart/);
  expect(await guest.page.locator("input[name=quantity]").count()).toBe(2);
});

/** The link in the confirmation, as soon as the mail is there. */
async function mailedLink(orderId: string): Promise<URL> {
  return expect
    .poll(() => findLink(orderId), { timeout: 120_000, interval: 250 })
    .toBeTruthy()
    .then(() => new URL(findLink(orderId) ?? ""));
}

function findLink(orderId: string): string | null {
  for (const name of readdirSync(MAIL_FOLDER)) {
    // Quoted-printable breaks long lines with "=" and writes "=" as "=3D".
    const text = readFileSync(join(MAIL_FOLDER, name), "utf8")
      .replaceAll(/=\r?\n/g, "")
      .replaceAll("=3D", "=");
    const [found] = new RegExp(`https?://[^\\s"<>]*/orders/${orderId}\\?token=[\\w-]+`).exec(text) ?? [];
    if (found) return found;
  }
  return null;
}
