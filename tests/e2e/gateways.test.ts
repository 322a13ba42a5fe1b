import { describe, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

/** A guest who has ordered and is to pay that way. */
async function guestWhoPaysBy(method: string) {
  const guest = await shopper({ region: "eu", locale: "nl-NL" });
  const [product] = await findBuyable("eu", "nl-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  await guest.page.locator(`input[name=payment_method][value=${method}]`).check();
  await guest.order();
  return guest;
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
    await guest.page.locator("input[name=payment_method][value=mollie_ideal]").check();
    await guest.order();
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
