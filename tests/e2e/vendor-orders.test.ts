import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const REGIONS = [
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 390 },
];

/** A guest buys one unit of the first vendor's product; the order's number, and the guest on its page. */
async function bought(region: string, locale: string): Promise<{ guest: Shopper; number: string; vendor: string }> {
  const guest = await browser({ region, locale });
  const [product] = await findBuyable(region, locale, 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);
  return { guest, number: await guest.confirmedOrder(), vendor: product?.vendor ?? "" };
}

/** The page of the order, found by its number in the list. */
async function openOrder(person: Shopper, number: string): Promise<void> {
  await person.open(`/orders?q=${number}`);
  await person.page.getByRole("link", { name: number }).first().click();
  await person.page.waitForURL(/\/orders\/vord_/);
}

it.each(REGIONS)(
  "a vendor accepts an order and sends it, and the customer sees the parcel: $locale at $width",
  async ({ region, locale, width }) => {
    const { guest, number, vendor } = await bought(region, locale);
    const person = await browser(atDashboard(region, locale, width));
    await enter(person, vendor);
    await openOrder(person, number);

    await person.page.getByRole("button", { name: person.text("orders.accept"), exact: true }).click();
    await person.page.getByText(person.text("orders.accepted")).waitFor();
    await person.page.locator("#ship-carrier").fill("PostNL");
    await person.page.locator("#ship-tracking_number").fill("3STRACK1");
    await person.page.getByRole("button", { name: person.text("orders.ship"), exact: true }).click();
    await person.page.getByRole("heading", { name: person.text("orders.parcels") }).waitFor();
    await person.page.getByRole("button", { name: person.text("orders.mark_delivered") }).click();
    await person.page
      .locator("main h1 ~ *, main h1")
      .getByText(person.text("orders.states.delivered"))
      .first()
      .waitFor();
    await guest.page.reload();

    await guest.page.getByText("3STRACK1").waitFor();
  },
);

it("a cancellation names its price, and happens only after a yes", async () => {
  const { number, vendor } = await bought("eu", "en-NL");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await openOrder(person, number);
  await person.page.getByText(person.text("orders.cancel_title"), { exact: true }).click();
  await person.page.locator("[id^='cancel-quantity.']").fill("1");
  await person.page.locator("#cancel-reason").fill("Broken in the warehouse");

  await person.page.getByRole("button", { name: person.text("orders.cancel"), exact: true }).click();
  await person.page.getByText(/Up to €.+ goes back to the customer/).waitFor();
  expect(await person.page.getByText(person.text("orders.states.canceled"), { exact: true }).count()).toBe(1); // a column's header
  await person.page.getByRole("button", { name: person.text("orders.cancel_confirm") }).click();

  await person.page.getByText("Broken in the warehouse").waitFor();
});

it("a person of another vendor neither finds the order nor opens its address", async () => {
  const { number, vendor } = await bought("eu", "en-NL");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await openOrder(person, number);
  const { pathname } = new URL(person.page.url());
  const other = await browser(atDashboard("eu", "en-NL"));
  await enter(other, vendor === "waldweg" ? "atelier-noord" : "waldweg");

  await other.open(`/orders?q=${number}`);
  await other.page.getByText(other.text("orders.none_found")).waitFor();
  await other.page.goto(new URL(pathname, other.page.url()).href);

  await other.page.getByText(other.text("frame.not_found")).waitFor();
  expect(await other.page.getByText(number).count()).toBe(0);
});

it("the way back from an order keeps the list's filters", async () => {
  const { number, vendor } = await bought("eu", "en-NL");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await openOrder(person, number);

  await person.page.goBack();

  await person.page.waitForURL(`${person.home}/orders?q=${number}`);
  expect(await person.page.locator("#filter-q").inputValue()).toBe(number);
});
