import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { deliver } from "./support/operator.ts";
import { placeOrder } from "./support/orders.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

const REGIONS = [
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 390 },
];

async function openOrder(person: Shopper, number: string): Promise<void> {
  await expect
    .poll(async () => {
      await person.open(`/orders?q=${number}`); // found once it is in the index
      return person.page.getByRole("link", { name: number }).count();
    })
    .toBeGreaterThan(0);
  await person.page.getByRole("link", { name: number }).first().click();
  await person.page.waitForURL(/\/orders\/ord_/);
}

/** The form to refund what the first vendor of the order sold. */
async function openRefund({ page }: Shopper): Promise<Locator> {
  const fold = page.locator("details", { has: page.locator("[id$='-amount']") }).first();
  await fold.locator("summary").click();
  return fold.locator("form");
}

it.each(REGIONS)(
  "support refunds one amount of a delivered order, asked with the amount first: $locale at $width",
  async ({ region, locale, width }) => {
    const { number, vendor } = await placeOrder(region, locale);
    await deliver(region, vendor, number);
    const person = await browser(atPanel(region, locale, width));
    await enterAs(person, "support");
    await openOrder(person, number);
    const form = await openRefund(person);

    await form.locator("[id$='-amount']").fill("1");
    await form.locator("[id$='-reason']").selectOption("goodwill");
    await form.getByRole("button", { name: person.text("orders.refund"), exact: true }).click();
    await form.getByRole("button", { name: person.text("orders.refund_confirm") }).click();
    await person.page.getByText(person.text("orders.done.refunded")).waitFor();

    await person.page.getByText(person.text("orders.causes.refund"), { exact: true }).first().waitFor();
    await person.page.getByRole("heading", { name: person.text("orders.refunds"), exact: true }).waitFor();
  },
);

it("a refund of more than is left is refused with a sentence, and two ways at once are none", async () => {
  const { number, vendor } = await placeOrder("eu", "en-NL");
  await deliver("eu", vendor, number);
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "finance");
  await openOrder(person, number);
  const form = await openRefund(person);
  const send = form.getByRole("button", { name: person.text("orders.refund"), exact: true });
  await send.click();
  await person.page.getByText(person.text("orders.choose_refund")).waitFor();
  await form.locator("[id$='-amount']").fill("1");
  await form.locator("[name^='quantity.']").fill("1");
  await send.click();
  await person.page.getByText(person.text("orders.one_way")).waitFor();
  await form.locator("[name^='quantity.']").fill("0");
  await form.locator("[id$='-amount']").fill("1000000");
  await send.click();
  await form.getByRole("button", { name: person.text("orders.refund_confirm") }).click();
  await person.page.locator("main [role=alert]").waitFor();

  expect(await form.locator("[id$='-amount']").inputValue()).toBe("1000000");
});

it("the list keeps its filters in the address, and the customer's e-mail leads to the customer", async () => {
  const { number, email } = await placeOrder("eu", "en-NL");
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  await openOrder(person, number);

  await person.page.getByRole("link", { name: person.text("orders.to_customer") }).click();
  await person.page.waitForURL(new RegExp(`/customers\\?email=${encodeURIComponent(email)}`));
  await person.page.getByText(person.text("customers.none_found")).waitFor(); // a guest has no account
  await person.page.goBack();
  await person.page
    .getByRole("link", { name: person.text("orders.title"), exact: true })
    .last()
    .click();

  await person.page.waitForURL(new RegExp(`/orders\\?q=${number}`));
});
