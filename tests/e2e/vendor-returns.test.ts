import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { deliver } from "./support/operator.ts";
import { CARDS, type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

/** A guest buys two units, and withdraws from both once they have arrived; the order's number and its vendor. */
async function withdrawnOfTwo(): Promise<{ number: string; vendor: string }> {
  const guest = await browser({ region: "eu", locale: "en-NL" });
  const [product] = await findBuyable("eu", "en-NL", 1);
  await guest.putIntoCart(product?.slug ?? "");
  await guest.putIntoCart(product?.slug ?? "");
  await guest.fillCheckout();
  await guest.order();
  await guest.payByCard(CARDS.good);
  const number = await guest.confirmedOrder();
  await deliver("eu", product?.vendor ?? "", number);
  await guest.page.goto(guest.page.url().replace(/\?.*$/, "/withdraw"));
  await guest.page.locator("select[name^='withdraw.']").selectOption("2");
  await guest.page.getByRole("button", { name: guest.text("returns.review") }).click();
  await guest.page.getByRole("button", { name: guest.text("returns.confirm") }).click();
  await guest.page.waitForURL(/\?sent=withdrawal/);
  return { number, vendor: product?.vendor ?? "" };
}

function field({ page }: Shopper, name: string) {
  return page.locator(`input[name^='${name}.']`);
}

it("a return that comes in two parcels is received in two steps, then inspected and refunded", async () => {
  const { number, vendor } = await withdrawnOfTwo();
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await person.open("/returns?state=approved");
  await person.page.getByRole("link", { name: number }).click();
  const receive = person.page.getByRole("button", { name: person.text("returns.receive"), exact: true });

  await field(person, "received").fill("1");
  await receive.click();
  await field(person, "accepted").waitFor(); // what has come can be inspected without the rest
  expect(await field(person, "accepted").getAttribute("max")).toBe("1");
  expect(await field(person, "received").getAttribute("min")).toBe("1");
  await field(person, "received").fill("2");
  await receive.click();
  await receive.waitFor({ state: "detached" });
  await field(person, "accepted").fill("2");
  await field(person, "sellable").fill("2");
  await person.page.getByRole("button", { name: person.text("returns.inspect"), exact: true }).click();
  await person.page.getByText(/2 units are accepted, and up to €/).waitFor();
  await person.page.getByRole("button", { name: person.text("returns.inspect_confirm") }).click();

  await person.page.getByText(person.text("returns.done.inspected")).waitFor();
  await person.page.locator("main").getByText(person.text("returns.states.refunded"), { exact: true }).waitFor();
});
