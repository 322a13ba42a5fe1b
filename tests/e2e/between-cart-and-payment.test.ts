import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { whileChanged, whileSuspended } from "./support/operator.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const EU = { region: "eu", locale: "en-NL" };
const total = ({ page }: Shopper) => page.locator("aside dl .font-bold dd");

/** The third vendor's and the fourth's: the other tests buy from the first two. */
async function otherProducts() {
  const [, , third, fourth] = await findBuyable("eu", "en-NL", 4);
  if (!third || !fourth) throw new Error("no such products");
  return { third, fourth };
}

it("orders nothing of a suspended vendor, says which product it is, and sells the rest without it", async () => {
  const { third, fourth } = await otherProducts();
  const guest = await shopper(EU);
  await guest.putIntoCart(third.slug);
  await guest.putIntoCart(fourth.slug);
  await guest.fillCheckout();

  await whileSuspended("eu", fourth.vendor, async () => {
    await guest.order();
    await guest.page.locator("main").getByRole("alert").waitFor();
    expect(new URL(guest.page.url()).pathname).toBe("/en-NL/checkout");
    expect(await guest.page.locator('[id="shipping_address.city"]').inputValue()).toBe("Amsterdam");

    await guest.open("/cart");
    const remove = guest.page.getByRole("button", { name: `${guest.text("cart.remove")} ${fourth.title}` });
    const line = guest.page.getByRole("listitem").filter({ has: remove });
    await line.getByText(guest.text("cart.problems.vendor_not_selling")).waitFor();
    expect(await guest.page.getByRole("link", { name: guest.text("cart.to_checkout") }).count()).toBe(0);
    await remove.click();
    await line.waitFor({ state: "detached" });
    await guest.page.getByRole("link", { name: guest.text("cart.to_checkout") }).click();
    await guest.page.waitForURL(`${guest.home}/checkout`);
    await guest.order();
    await guest.payByCard(CARDS.good);
    await guest.confirmedOrder();
  });

  expect(await guest.page.getByRole("link", { name: third.title, exact: true }).count()).toBe(1);
  expect(await guest.page.getByRole("link", { name: fourth.title, exact: true }).count()).toBe(0);
});

it("takes no money if the vendor was suspended while the customer was at the bank, and says why", async () => {
  const { fourth } = await otherProducts();
  const guest = await shopper(EU);
  await guest.putIntoCart(fourth.slug);
  await guest.fillCheckout();
  await guest.order();
  await guest.page.locator("input[name=card_number]").waitFor();

  await whileSuspended("eu", fourth.vendor, async () => {
    await guest.payByCard(CARDS.good);
    await guest.page.waitForURL(/\/checkout\?ended=\w+&reason=vendor_not_selling/);
    await guest.page.getByText(guest.text("checkout.reasons.vendor_not_selling")).waitFor();
  });

  await guest.open("/cart");
  await guest.page.getByRole("link", { name: guest.text("cart.to_checkout") }).waitFor();
});

it("shows the old and the new total of a product whose price has changed, and orders at the new one when told to", async () => {
  const { third } = await otherProducts();
  const guest = await shopper(EU);
  await guest.putIntoCart(third.slug);
  await guest.fillCheckout();
  const before = (await total(guest).textContent()) ?? "";

  await whileChanged("eu", third, dearer, async () => {
    await guest.order();
    const problem = guest.page.locator("main").getByRole("alert");
    await problem.getByText(before).waitFor();
    const now = (await total(guest).textContent()) ?? "";
    expect(now).not.toBe(before);
    expect(await problem.textContent()).toContain(now);
    expect(new URL(guest.page.url()).pathname).toBe("/en-NL/checkout");

    await guest.order();
    await guest.page.locator("button.main").getByText(now).waitFor();
    await guest.payByCard(CARDS.good);
    await guest.confirmedOrder();
    expect(await guest.page.getByText(now).count()).toBeGreaterThan(0);
  });
});

function dearer<T extends { prices: { minor: number; currency: string }[] }>(variants: T[]): T[] {
  return variants.map((variant) => ({
    ...variant,
    prices: variant.prices.map(({ minor, currency }) => ({ minor: minor + 100, currency })),
    compare_at: [],
  }));
}
