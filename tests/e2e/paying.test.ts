import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

async function guestAtThePaymentPage() {
  const guest = await shopper({ region: "eu", locale: "nl-NL" });
  const [product] = await findBuyable("eu", "nl-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  await guest.order();
  await guest.page.locator("input[name=card_number]").waitFor();
  return guest;
}

async function payBy(guest: Shopper, { region, locale }: { region: string; locale: string }, method: string) {
  const [product] = await findBuyable(region, locale, 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  await guest.page.locator(`input[name=payment_method][value=${method}]`).check();
  await guest.page.locator("aside [aria-busy=false]").waitFor();
  await guest.order();
}

it("keeps everything after a declined card, says why, and takes another card", async () => {
  const guest = await guestAtThePaymentPage();

  await guest.payByCard(CARDS.declined);
  await guest.page.getByText(guest.text("checkout.reasons.card_declined")).waitFor();
  expect(await guest.page.locator('[id="shipping_address.line1"]').inputValue()).toBe("Keizersgracht 1");
  expect(await guest.page.locator("#email").inputValue()).toContain("@example.com");

  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
});

it("goes through the bank's confirmation, and refusing it there loses nothing", async () => {
  const guest = await guestAtThePaymentPage();

  await guest.payByCard(CARDS.confirmed);
  await guest.page.locator("button[value=refuse]").click();
  await guest.page.waitForURL(/ended=declined/);

  await guest.order();
  await guest.payByCard(CARDS.confirmed);
  await guest.page.locator("button[value=approve]").click();
  await guest.confirmedOrder();
});

it("comes back from the payment page without paying, and pays another way", async () => {
  const guest = await guestAtThePaymentPage();

  await guest.page.locator("button[name=cancel]").click();
  await guest.page.waitForURL(/ended=/);
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
});

it.each([
  { region: "eu", locale: "nl-NL" },
  { region: "mena", locale: "ar-AE", width: 390 },
])("goes on by itself once it is approved on the phone: $locale", async (shop) => {
  const guest = await shopper(shop);
  await payBy(guest, shop, "sandbox_mobile_money");
  await guest.confirmedOrder();
});

it("shows what to transfer, and the order once it has arrived", async () => {
  const guest = await shopper({ region: "eu", locale: "nl-NL" });
  await payBy(guest, { region: "eu", locale: "nl-NL" }, "sandbox_bank_transfer");
  await guest.page.getByRole("heading", { name: guest.text("checkout.voucher_title") }).waitFor();
  await guest.page.getByText("NL91 ABNA 0417 1643 00").waitFor();
  expect((await guest.page.locator("dl dt").allTextContents()).slice(-2)).toEqual(["IBAN", "BIC"]);

  await guest.page.getByRole("link", { name: guest.text("checkout.open_voucher") }).click();
  await guest.page.locator("button[value=tok_ok]").click();
  await guest.confirmedOrder();
});

it("never buys twice when one goes back after paying", async () => {
  const guest = await guestAtThePaymentPage();
  await guest.payByCard(CARDS.good);
  const number = await guest.confirmedOrder();

  await guest.open("/checkout");

  await guest.page.waitForURL(/\/cart$/);
  await guest.page.getByText(guest.text("cart.empty")).waitFor();
  expect(number).not.toBe("");
});

it("asks again if the total is no longer the one that the customer saw, and shows both", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  const seen = (await guest.page.locator("aside dl .font-bold dd").textContent()) ?? "";
  const other = await guest.context.newPage();
  await other.goto(`${guest.home}/cart`);
  await other.locator("button[name=step][value='1']").click();
  await other.locator("aside [aria-busy=true]").waitFor({ state: "detached" });
  await other.waitForFunction((text) => document.querySelector("aside dl .font-bold dd")?.textContent !== text, seen);

  await guest.order();
  const problem = guest.page.getByRole("alert");
  await problem.getByText(seen).waitFor();
  expect(await guest.page.locator("aside dl .font-bold dd").textContent()).not.toBe(seen);
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
});
