import { expect, it } from "vitest";
import { type Buyable, findBuyable } from "./support/api.ts";
import { logIn, newCustomer } from "./support/customers.ts";
import { mailWith } from "./support/mails.ts";
import { deliver, vendorDesk } from "./support/operator.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

// The smallest PNG there is: one pixel.
const PHOTO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function buy(person: Shopper, product: Buyable | undefined): Promise<string> {
  await person.putIntoCart(product?.slug ?? "");
  await person.fillCheckout();
  await person.order();
  await person.payByCard(CARDS.good);
  return person.confirmedOrder();
}

/** The order's page as it is found later, without what it said after the purchase. */
async function openOrder({ page }: Shopper): Promise<void> {
  await page.goto(page.url().replace(/\?.*$/, ""));
}

function state({ page, text }: Shopper, name: string) {
  return page.locator("article span").getByText(text(`returns.states.${name}`), { exact: true });
}

async function sendReturn({ page, text }: Shopper, reason: string): Promise<void> {
  await page.locator("select[name^='return.']").selectOption("1");
  await page.locator("#reason").selectOption(reason);
  await page.locator("#comment").fill("A crack <b>here</b>");
  await page.locator("#photos").setInputFiles({ name: "crack.png", mimeType: "image/png", buffer: PHOTO });
  await page.getByRole("button", { name: text("returns.request") }).click();
  await page.waitForURL(/\?sent=return/);
}

it("a guest withdraws in two steps, gets the acknowledgement, and sees the refund arrive", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  const number = await buy(guest, product);
  await deliver("eu", product?.vendor ?? "", number);
  await openOrder(guest);

  await guest.page.getByRole("link", { name: guest.text("returns.withdraw") }).click();
  await guest.page.waitForURL(/\/withdraw$/);
  const email = (await guest.page.locator("main bdi[dir=ltr]").textContent()) ?? "";
  await guest.page.getByRole("button", { name: guest.text("returns.review") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.confirm") }).click();
  await guest.page.waitForURL(/\?sent=withdrawal/);

  await state(guest, "approved").waitFor();
  expect(await mailWith(email, "withdrew from the purchase")).toContain("Ada de Vries");
  const { act, read } = await vendorDesk("eu", product?.vendor ?? "");
  const { items } = await read("vendor/returns");
  const mine = items.find(({ order_number }: { order_number: string }) => order_number === number);
  const [{ line_id }] = mine.lines;
  await act(`vendor/returns/${mine.id}/receive`, { lines: [{ line_id, quantity: 1 }] });
  await act(`vendor/returns/${mine.id}/inspect`, { lines: [{ line_id, accepted: 1, sellable: 1 }] });
  await state(guest, "refunded").waitFor(); // by itself: the page is not loaded anew
  await guest.page.getByText(/ refunded, the way you paid\.$/).waitFor();
});

it("a customer asks in Arabic to return what is damaged, with a photo, and reads why it is refused", async () => {
  const person = await shopper({ region: "mena", locale: "ar-AE", width: 390 });
  await logIn(person, await newCustomer("mena", "ar"));
  const [product] = await findBuyable("mena", "ar-AE", 1);
  const number = await buy(person, product);
  await deliver("mena", product?.vendor ?? "", number);
  await openOrder(person);
  expect(await person.page.getByText(person.text("returns.withdraw")).count()).toBe(0); // no law grants it there

  await person.page.getByRole("link", { name: person.text("returns.return_products") }).click();
  await person.page.waitForURL(/\/return$/);
  await sendReturn(person, "damaged");
  await state(person, "requested").waitFor();

  const { act, read } = await vendorDesk("mena", product?.vendor ?? "");
  const { items } = await read("vendor/returns");
  const mine = items.find(({ order_number }: { order_number: string }) => order_number === number);
  expect([mine.comment, mine.photo_ids.length]).toEqual(["A crack <b>here</b>", 1]);
  await act(`vendor/returns/${mine.id}/refuse`, { reason: "كُسر بعد التسليم" });
  await state(person, "refused").waitFor();
  await person.page.locator("article").getByText("كُسر بعد التسليم").waitFor();
});

it("works without scripts: a withdrawal after a mistake, and a return that is given up", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL", hasScripts: false });
  const [first, second] = await findBuyable("eu", "en-NL", 2);
  await guest.putIntoCart(first?.slug ?? "");
  const number = await buy(guest, second);
  await deliver("eu", first?.vendor ?? "", number);
  await deliver("eu", second?.vendor ?? "", number);
  await openOrder(guest);
  const { page, text } = guest;
  const order = page.url();

  await page.goto(`${order}/withdraw`);
  await page.locator("#name").fill("");
  await page.getByRole("button", { name: text("returns.review") }).click();
  await page.locator("#name-error").waitFor();
  await page.locator("#name").fill("Ada Withdraws");
  await page.locator("select[name^='withdraw.']").last().selectOption("0");
  await page.getByRole("button", { name: text("returns.review") }).click();
  await page.getByText("Ada Withdraws").waitFor();
  await page.getByRole("button", { name: text("returns.confirm") }).click();
  await page.waitForURL(/\?sent=withdrawal/);
  expect(await state(guest, "approved").count()).toBe(1);

  await page.goto(`${order}/return`);
  await sendReturn(guest, "other");
  await page
    .getByRole("button", { name: text("returns.keep") })
    .first()
    .click();
  await state(guest, "canceled").waitFor();
});

it("a withdrawal before anything was sent cancels it at once", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await buy(guest, product);
  await openOrder(guest);

  await guest.page.getByRole("link", { name: guest.text("returns.withdraw") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.review") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.back") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.review") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.confirm") }).click();
  await guest.page.waitForURL(/\?sent=withdrawal/);

  await guest.page.locator("h1 + span").getByText(guest.text("orders.states.canceled")).waitFor();
});

it("opens the forms for nobody else", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await buy(guest, product);
  await openOrder(guest);

  const other = await shopper({ region: "eu", locale: "en-NL" });
  for (const form of ["withdraw", "return"]) {
    await other.page.goto(`${guest.page.url()}/${form}`);
    await other.page.getByText(other.text("orders.not_yours")).first().waitFor();
  }
});
