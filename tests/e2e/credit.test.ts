import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { logIn, newCustomer } from "./support/customers.ts";
import { mailWith } from "./support/mails.ts";
import { deliver, giveGiftCard, giveStoreCredit } from "./support/operator.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const EU = { region: "eu", locale: "en-NL" };
const LITTLE = { minor: 500, currency: "EUR" }; // less than any product costs
const PLENTY = { minor: 1_000_000, currency: "EUR" };

/** A reader with one product in the cart, which is open. */
async function withACart(person: Shopper, shop: { region: string; locale: string } = EU) {
  const [product] = await findBuyable(shop.region, shop.locale, 1);
  await person.putIntoCart(product?.slug ?? "");
  await person.open("/cart");
  return product;
}

async function enterCode({ page, text }: Shopper, code: string): Promise<void> {
  await page.getByText(text("cart.gift_card_question")).click();
  await page.locator("#gift_card").fill(code);
  await page.locator("#gift_card").press("Enter");
}

/** What a row of the amounts says, such as "Gift card". */
function amount({ page }: Shopper, label: string) {
  return page.locator("dl > div", { has: page.getByText(label, { exact: true }) }).locator("dd");
}

it.each([
  { ...EU, card: LITTLE },
  { region: "mena", locale: "ar-AE", width: 390, card: { minor: 500, currency: "AED" } },
])("a gift card pays a part and the bank card the rest, and the order says so: $locale", async (shop) => {
  const guest = await shopper(shop);
  await withACart(guest, shop);

  await enterCode(guest, await giveGiftCard(shop.region, shop.card));
  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor();
  const due = await amount(guest, guest.text("cart.amount_due")).textContent();
  await guest.fillCheckout();
  expect(await amount(guest, guest.text("cart.amount_due")).textContent()).toBe(due);
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();

  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor();
  expect(await amount(guest, guest.text("cart.amount_due")).textContent()).toBe(due);
});

it("says which code is wrong, keeps it to be corrected, and lets go of a card", async () => {
  const guest = await shopper(EU);
  await withACart(guest);

  await enterCode(guest, "ABCD-EFGH-JKLM-NPQR");
  await guest.page.getByText(guest.text("problems.credit_not_found")).waitFor();
  expect(await guest.page.locator("#gift_card").inputValue()).toBe("ABCD-EFGH-JKLM-NPQR");

  const code = await giveGiftCard("eu", LITTLE);
  await guest.page.locator("#gift_card").fill(code.toLowerCase());
  await guest.page.locator("#gift_card").press("Enter");
  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor();
  await guest.page.getByText(guest.text("problems.credit_not_found")).waitFor({ state: "detached" });
  await guest.page.locator("button[name=without]").click();

  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor({ state: "detached" });
});

it("an empty card pays nothing, and says why", async () => {
  const code = await giveGiftCard("eu", LITTLE);
  const first = await shopper(EU);
  await withACart(first);
  await enterCode(first, code);
  await amount(first, first.text("cart.tenders.gift_card")).waitFor();
  await first.fillCheckout();
  await first.order();
  await first.payByCard(CARDS.good);
  await first.confirmedOrder();

  const second = await shopper(EU);
  await withACart(second);
  await enterCode(second, code);

  await second.page.getByText(second.text("cart.credit_problems.empty")).waitFor();
  expect(await amount(second, second.text("cart.tenders.gift_card")).count()).toBe(0);
});

it("store credit pays all of an order, which then asks for no payment, and the account says what is left", async () => {
  const customer = await newCustomer("eu");
  await giveStoreCredit("eu", customer.email, PLENTY);
  const person = await shopper(EU);
  await logIn(person, customer);
  const balance = person.page.locator("section[aria-labelledby=credit]");
  const before = await balance.textContent();
  await withACart(person);

  await person.page.getByRole("button", { name: person.text("cart.use_store_credit") }).click();
  await amount(person, person.text("cart.tenders.store_credit")).waitFor();
  await person.fillCheckout();
  await person.page.getByText(person.text("checkout.nothing_to_pay")).waitFor();
  expect(await person.page.locator("input[type=radio][name=payment_method]").count()).toBe(0);
  await person.page.getByRole("button", { name: person.text("checkout.order_paid_for") }).click();
  await person.confirmedOrder();

  expect(await mailWith(customer.email, "Paid by store credit: ")).toContain("Charged: €0.00");
  await person.open("/account");
  expect(await balance.textContent()).not.toBe(before);
});

it("a refund comes as store credit where the customer wishes so, and to nobody by itself", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper(EU);
  await logIn(person, customer);
  const product = await withACart(person);
  await person.fillCheckout();
  await person.order();
  await person.payByCard(CARDS.good);
  const number = await person.confirmedOrder();
  await deliver("eu", product?.vendor ?? "", number);
  const order = person.page.url().replace(/\?.*$/, "");

  await person.page.goto(`${order}/return`);
  const wish = person.page.getByLabel(person.text("returns.as_store_credit"));
  expect(await wish.isChecked()).toBe(false);
  await person.page.goto(`${order}/withdraw`);
  await wish.check();
  await person.page.getByRole("button", { name: person.text("returns.review") }).click();
  await person.page.getByText(person.text("returns.as_store_credit")).waitFor(); // stands in what is declared
  await person.page.getByRole("button", { name: person.text("returns.back") }).click();
  expect(await wish.isChecked()).toBe(true);
  await person.page.getByRole("button", { name: person.text("returns.review") }).click();
  await person.page.getByRole("button", { name: person.text("returns.confirm") }).click();
  await person.page.waitForURL(/\?sent=withdrawal/);

  await person.page.getByText(person.text("returns.wants_store_credit")).waitFor();
});

it("a guest is not offered store credit", async () => {
  const guest = await shopper(EU);
  const product = await withACart(guest);
  expect(await guest.page.getByRole("button", { name: guest.text("cart.use_store_credit") }).count()).toBe(0);
  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);
  await deliver("eu", product?.vendor ?? "", await guest.confirmedOrder());

  await guest.page.goto(`${guest.page.url().replace(/\?.*$/, "")}/withdraw`);

  await guest.page.getByRole("button", { name: guest.text("returns.review") }).waitFor();
  expect(await guest.page.getByLabel(guest.text("returns.as_store_credit")).count()).toBe(0);
});

it("works without scripts: a wrong code, the right one, and an order that it pays in whole", async () => {
  const guest = await shopper({ ...EU, hasScripts: false });
  await withACart(guest);

  await enterCode(guest, "ABCD-EFGH-JKLM-NPQR");
  await guest.page.getByText(guest.text("problems.credit_not_found")).waitFor();
  await guest.page.locator("#gift_card").fill(await giveGiftCard("eu", PLENTY)); // the fold is still open
  await guest.page.locator("#gift_card").press("Enter");
  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor();
  await guest.fillCheckout();
  await guest.order();

  expect(await guest.confirmedOrder()).toMatch(/^EU-/);
  await amount(guest, guest.text("cart.tenders.gift_card")).waitFor();
});
