import { describe, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { logIn, newCustomer } from "./support/customers.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const EU = { region: "eu", locale: "nl-NL" };
const AFRICA = { region: "africa", locale: "en-NG" };
const hasAfrica = (process.env.GM_REGIONS ?? "").split(",").includes("africa");

/** A guest who has ordered and is to pay that way. */
async function guestWhoPaysBy(method: string, { shop = EU, phone = "" } = {}) {
  const guest = await shopper(shop);
  const [product] = await findBuyable(shop.region, shop.locale, 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  if (phone) await guest.page.locator('[id="shipping_address.phone"]').fill(phone);
  await payBy(guest, method);
  return guest;
}

async function payBy(guest: Shopper, method: string): Promise<void> {
  await guest.page.locator(`input[name=payment_method][value=${method}]`).check();
  await guest.order();
}

describe.skipIf(!process.env.GM_MOLLIE_URL)("Mollie, by its stand-in (make up GATEWAYS=mollie)", () => {
  it("sells by iDEAL: to the bank's page and back", async () => {
    const guest = await guestWhoPaysBy("mollie_ideal");

    await guest.page.locator("button[value=paid]").click();

    await guest.confirmedOrder();
  });

  it("loses nothing when the customer cancels there", async () => {
    const guest = await guestWhoPaysBy("mollie_ideal");

    await guest.page.locator("button[value=canceled]").click();
    await guest.page.waitForURL(/ended=/);
    await payBy(guest, "mollie_ideal");
    await guest.page.locator("button[value=paid]").click();

    await guest.confirmedOrder();
  });
});

describe.skipIf(!process.env.GM_STRIPE_SCRIPT)("Stripe, by its stand-in (make up GATEWAYS=stripe)", () => {
  const card = "select[name=stripe-stand-in-card]";

  it("takes a card in the shop's page", async () => {
    const guest = await guestWhoPaysBy("stripe_card");

    await guest.page.locator(card).waitFor();
    await guest.page.getByRole("button", { name: guest.text("checkout.pay_now") }).click();

    await guest.confirmedOrder();
  });

  it("goes to the bank where it asks, and comes back", async () => {
    const guest = await guestWhoPaysBy("stripe_card");

    await guest.page.locator(card).selectOption("pm_card_threeDSecure2Required");
    await guest.page.getByRole("button", { name: guest.text("checkout.pay_now") }).click();
    await guest.page.locator("button[value=complete]").click();

    await guest.confirmedOrder();
  });

  it("saves a customer's card, takes it for the next order without scripts, and forgets it in the account", async () => {
    const customer = await newCustomer(EU.region);
    const person = await shopper(EU);
    await logIn(person, customer);
    const [product] = await findBuyable(EU.region, EU.locale, 1);
    await person.putIntoCart(product?.slug ?? "");
    await person.fillCheckout();
    await person.page.locator("input[name=payment_method][value=stripe_card]").check();
    await person.page.getByLabel(person.text("checkout.save_card")).check();
    await person.order();
    await person.page.locator(card).waitFor();
    await person.page.getByRole("button", { name: person.text("checkout.pay_now") }).click();
    await person.confirmedOrder();

    const again = await shopper({ ...EU, hasScripts: false });
    await logIn(again, customer);
    await again.putIntoCart(product?.slug ?? "");
    await again.fillCheckout();
    await again.page.locator("input[name=payment_method][value^='stripe_card card_']").check();
    await again.order();
    await again.confirmedOrder();

    await again.open("/account/cards");
    await again.page.getByText("Visa").first().waitFor();
    await again.page.locator("main li form button").click();
    await again.page.getByText(again.text("account.card_removed")).waitFor();
    await again.page.getByText(again.text("account.no_card")).waitFor();
  });

  it("takes another card after a declined one", async () => {
    const guest = await guestWhoPaysBy("stripe_card");

    await guest.page.locator(card).selectOption("pm_card_visa_chargeDeclined");
    await guest.page.getByRole("button", { name: guest.text("checkout.pay_now") }).click();
    await guest.page.getByText("Your card was declined.").waitFor();
    await guest.page.locator(card).selectOption("pm_card_visa");
    await guest.page.getByRole("button", { name: guest.text("checkout.pay_now") }).click();

    await guest.confirmedOrder();
  });
});

describe.skipIf(!process.env.GM_PAYPAL_URL)("PayPal, by its stand-in (make up GATEWAYS=paypal)", () => {
  it("sells what the customer approves there", async () => {
    const guest = await guestWhoPaysBy("paypal");

    await guest.page.locator("button[value=approve]").click();

    await guest.confirmedOrder();
  });

  it("loses nothing when the customer cancels there, or the wallet is empty", async () => {
    const guest = await guestWhoPaysBy("paypal");

    await guest.page.locator("button[value=cancel]").click();
    await guest.page.getByRole("link", { name: guest.text("checkout.other_way") }).click();
    await payBy(guest, "paypal");
    await guest.page.locator("button[value='approve, then decline']").click();
    await guest.page.waitForURL(/ended=declined/);
    await payBy(guest, "sandbox_card");
    await guest.payByCard(CARDS.good);

    await guest.confirmedOrder();
  });
});

describe.skipIf(!process.env.GM_MOMO_URL)("MTN MoMo, by its stand-in (make up GATEWAYS=momo)", () => {
  const newPhone = () => `+25677${1_000_000 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 9_000_000)}`;

  /** What the customer answers on the phone. */
  async function answer(guest: Shopper, phone: string, value: string): Promise<void> {
    const telephone = await guest.context.newPage();
    await telephone.goto(`${process.env.GM_MOMO_URL}/phone`);
    await telephone.locator("form", { hasText: phone }).locator(`button[value=${value}]`).click();
    await telephone.close();
  }

  it("goes on by itself once the customer has approved it on the phone", async () => {
    const phone = newPhone();
    const guest = await guestWhoPaysBy("momo", { phone });
    await guest.page.getByRole("heading", { level: 1 }).getByText(phone).waitFor();

    await answer(guest, phone, "SUCCESSFUL");

    await guest.confirmedOrder();
  });

  it("says so when the customer refuses it, and another way is open", async () => {
    const phone = newPhone();
    const guest = await guestWhoPaysBy("momo", { phone });
    await guest.page.getByRole("heading", { level: 1 }).getByText(phone).waitFor();

    await answer(guest, phone, "APPROVAL_REJECTED");
    await guest.page.waitForURL(/ended=declined/);
    await payBy(guest, "sandbox_card");
    await guest.payByCard(CARDS.good);

    await guest.confirmedOrder();
  });

  it("asks for a telephone number where there is none", async () => {
    const guest = await guestWhoPaysBy("momo");

    await guest.page.locator('[id="shipping_address.phone-error"]').waitFor();
  });
});

// GM_REGIONS=eu,mena,africa make up GATEWAYS=paystack,flutterwave
describe.skipIf(!hasAfrica).each([
  { gateway: "paystack", success: "success" },
  { gateway: "flutterwave", success: "successful" },
])("$gateway, by its stand-in in africa", ({ gateway, success }) => {
  const isOn = Boolean(process.env[`GM_${gateway.toUpperCase()}_URL`]);

  it.skipIf(!isOn)("sells by its page", async () => {
    const guest = await guestWhoPaysBy(`${gateway}_card`, { shop: AFRICA });

    await guest.page.locator(`button[value=${success}]`).click();

    await guest.confirmedOrder();
  });

  it.skipIf(!isOn)("takes another way after a failure", async () => {
    const guest = await guestWhoPaysBy(`${gateway}_bank_transfer`, { shop: AFRICA });

    await guest.page.locator(`button[value=failed]`).click();
    await guest.page.waitForURL(/ended=declined/);
    await payBy(guest, `${gateway}_card`);
    await guest.page.locator(`button[value=${success}]`).click();

    await guest.confirmedOrder();
  });
});
