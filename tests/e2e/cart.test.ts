import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

async function guestWithACart() {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.open("/cart");
  await guest.page.getByText(guest.text("frame.cart_holds")).waitFor(); // scripts run
  return guest;
}

const more = (guest: Shopper) => guest.page.locator("button[name=step][value='1']");
const quantity = (guest: Shopper) => guest.page.locator("input[name=quantity]");

it("shows the wanted quantity at once, and the last settled amounts, marked, until the new ones are there", async () => {
  const guest = await guestWithACart();
  const totals = guest.page.locator("aside [aria-busy]");
  const before = await totals.locator("dl").textContent();

  // In one step, so that no answer can come between.
  const meanwhile = await more(guest).evaluate(async (button: HTMLButtonElement) => {
    button.click();
    await Promise.resolve(); // React shows a click's consequences at the end of its task
    const busy = document.querySelector("aside [aria-busy]");
    const field = document.querySelector<HTMLInputElement>("input[name=quantity]");
    return { isBusy: busy?.ariaBusy, text: busy?.querySelector("dl")?.textContent, quantity: field?.value };
  });

  expect(meanwhile).toEqual({ isBusy: "true", text: before, quantity: "2" });
  await guest.page.locator("aside [aria-busy=false]").waitFor();
  expect(await totals.locator("dl").textContent()).not.toBe(before);
});

it("makes few changes of many quick clicks, and ends with the last", async () => {
  const guest = await guestWithACart();
  let changes = 0;
  guest.page.on("request", (request) => {
    if (request.method() === "POST") changes += 1;
  });

  await more(guest).evaluate(async () => {
    for (let click = 0; click < 4; click++) {
      document.querySelector<HTMLButtonElement>("button[name=step][value='1']")?.click();
      await Promise.resolve();
    }
  });
  await guest.page.locator("aside [aria-busy=false]").waitFor();

  expect(await quantity(guest).inputValue()).toBe("5");
  expect(changes).toBe(2);
  await guest.page.reload();
  expect(await quantity(guest).inputValue()).toBe("5");
});

it("goes back to what the cart holds if the quantity is refused, and says why", async () => {
  const guest = await guestWithACart();

  await quantity(guest).fill("9999");
  await quantity(guest).press("Enter");

  await guest.page.locator("form:has(input[name=quantity]) [role=alert]").waitFor();
  expect(await quantity(guest).inputValue()).toBe("1");
});

it("survives another tab that has emptied the cart", async () => {
  const guest = await guestWithACart();
  const other = await guest.context.newPage();
  await other.goto(`${guest.home}/cart`);
  await other.getByRole("button", { name: guest.text("cart.remove") }).click();
  await other.getByText(guest.text("cart.empty")).waitFor();

  await more(guest).click();

  await guest.page.getByText(guest.text("cart.empty")).waitFor();
});

it("says what became of a code, and lets go of it", async () => {
  const guest = await guestWithACart();

  await guest.page.getByText(guest.text("cart.code_question")).click();
  await guest.page.locator("#code").fill("WELCOME");
  await guest.page.locator("#code").press("Enter");
  await guest.page.getByText(guest.text("cart.code_problems.unknown_code")).waitFor();
  await guest.page.locator("button[name=without]").click();

  await guest.page.getByText(guest.text("cart.code_problems.unknown_code")).waitFor({ state: "detached" });
});

it("offers to move the cart to the country in which the customer reads on", async () => {
  const guest = await guestWithACart();

  await guest.page.goto(`${guest.home.replace("en-NL", "en-DE")}/cart`);
  await guest.page.getByRole("button", { name: /\(EUR\)/ }).click();

  await guest.page.getByRole("button", { name: /\(EUR\)/ }).waitFor({ state: "detached" });
});

it("still has what a guest kept for later once the rest was ordered", async () => {
  const guest = await shopper({ region: "eu", locale: "en-NL" });
  const [kept, ordered] = await findBuyable("eu", "en-NL", 2);
  await guest.putIntoCart(kept?.slug ?? "");
  await guest.open("/cart");
  await guest.page.getByRole("button", { name: guest.text("cart.save_for_later") }).click();
  await guest.page.getByText(guest.text("cart.saved_title")).waitFor();
  await guest.putIntoCart(ordered?.slug ?? "");

  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);
  await guest.confirmedOrder();
  await guest.open("/cart");

  await guest.page.getByText(guest.text("cart.empty")).waitFor();
  await guest.page.getByRole("link", { name: kept?.title }).waitFor();
  await guest.page.getByRole("button", { name: guest.text("cart.restore") }).click();
  await quantity(guest).waitFor();
});

it("keeps a product for later and takes it back", async () => {
  const guest = await guestWithACart();

  await guest.page.getByRole("button", { name: guest.text("cart.save_for_later") }).click();
  await guest.page.getByText(guest.text("cart.empty")).waitFor();
  await guest.page.getByRole("button", { name: guest.text("cart.restore") }).click();

  await quantity(guest).waitFor();
  expect(await guest.page.getByText(guest.text("cart.saved_title")).count()).toBe(0);
});
