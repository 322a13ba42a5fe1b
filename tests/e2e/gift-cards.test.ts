import { expect, it } from "vitest";
import { logIn, newCustomer } from "./support/customers.ts";
import { mailWith } from "./support/mails.ts";
import { CARDS, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", amount: "25,00" },
  { region: "eu", locale: "nl-NL", amount: "25.00", hasScripts: false },
  { region: "mena", locale: "ar-KW", width: 390, amount: "10.000" },
])("a customer buys a gift card, whose code only the recipient gets: $locale, scripts $hasScripts", async (shop) => {
  const buyer = await shopper(shop);
  const recipient = `friend-${crypto.randomUUID()}@example.com`;
  await logIn(buyer, await newCustomer(shop.region));

  await buyer.open("/account/gift-cards");
  await buyer.page.locator("#gift-card-amount").fill("1");
  await buyer.page.locator("#gift-card-recipient_email").fill(recipient);
  const buy = buyer.page.getByRole("button", { name: buyer.text("gift_cards.buy"), exact: true });
  await buy.click();
  await buyer.page.locator("[aria-invalid=true]#gift-card-amount").waitFor();
  expect(await buyer.page.locator("#gift-card-recipient_email").inputValue()).toBe(recipient);
  await buyer.page.locator("#gift-card-amount").fill(shop.amount);
  await buy.click();
  await buyer.payByCard(CARDS.good);
  await buyer.page.waitForURL(/\/account\/gift-cards\/gcp_\w+$/);

  const [code = ""] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(await mailWith(recipient, "Noor de Vries")) ?? [];
  expect(code).toHaveLength(19);
  await buyer.page.getByText(buyer.text("gift_cards.code_hint")).waitFor();
  expect(await buyer.page.content()).not.toContain(code);
});
