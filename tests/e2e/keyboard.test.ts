import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { addressIn, CARDS, type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const MOST_STEPS = 150;

const SHOPS = [
  { region: "eu", locale: "en-NL" },
  { region: "mena", locale: "ar-AE", width: 390 },
];

/** Go on with Tab until `target` has the focus, as somebody without a mouse does; each stop on the way can be seen. */
async function tabTo({ page }: Shopper, target: Locator): Promise<void> {
  await target.waitFor({ state: "attached" });
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect.poll(() => target.evaluate(isSeen)).toBe(true); // the search field gives way to one that suggests words
      return;
    }
  }
  throw new Error(`${target} is not reached in ${MOST_STEPS} steps of Tab`);
}

/** Whether the element has an outline and lies in the part of the page that is shown. */
function isSeen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isOutlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
  return isOutlined && bottom > 0 && top < innerHeight;
}

async function typeCheckout(guest: Shopper, locale: string): Promise<void> {
  const { page } = guest;
  await tabTo(guest, page.locator("#email"));
  await page.keyboard.type(`guest-${crypto.randomUUID()}@example.com`);
  const wanted = addressIn(locale);
  const names = await page
    .locator('[name^="shipping_address."]')
    .evaluateAll((fields) => fields.map((field) => field.getAttribute("name") ?? ""));
  for (const name of names) {
    const value = wanted[name.replace("shipping_address.", "")];
    if (!value) continue;
    const field = page.locator(`[id="${name}"]`);
    await tabTo(guest, field);
    if ((await field.evaluate((element) => element.tagName)) !== "SELECT") {
      await page.keyboard.type(value);
      continue;
    }
    while ((await field.inputValue()) !== value) await page.keyboard.press("ArrowDown");
  }
}

it.each(SHOPS)("a whole purchase by keyboard alone: $locale", async (shop) => {
  const guest = await shopper(shop);
  const { page } = guest;
  const [product] = await findBuyable(shop.region, shop.locale, 1);
  await guest.open("");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#content");
  await tabTo(guest, page.locator("#search"));
  await page.keyboard.type(product?.title ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);

  await tabTo(guest, page.locator(`main article a[href$="/products/${product?.slug}"]`).first());
  await page.keyboard.press("Enter");
  await page.waitForURL(`${guest.home}/products/${product?.slug}`);
  await tabTo(guest, page.getByRole("button", { name: guest.text("cart.add"), exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText(guest.text("cart.added")).waitFor();
  await tabTo(guest, page.getByRole("link", { name: guest.text("cart.open_cart") }));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${guest.home}/cart`);
  await tabTo(guest, page.locator("button[name=step][value='1']"));
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("input[name=quantity]").inputValue()).toBe("2");
  await page.locator("aside [aria-busy=false]").first().waitFor();
  await tabTo(guest, page.getByRole("link", { name: guest.text("cart.to_checkout") }));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${guest.home}/checkout`);

  await typeCheckout(guest, shop.locale);
  await tabTo(guest, page.locator("form:has(#email) aside button[type=submit]"));
  await page.keyboard.press("Enter");
  const card = page.locator("input[name=card_number]");
  await card.waitFor();
  await tabTo(guest, card);
  await page.keyboard.type(CARDS.good);
  await page.keyboard.press("Enter");

  expect(await guest.confirmedOrder()).toMatch(/-\d{4}-\d+$/);
});

it("opens the filters from right to left by keyboard, and the focus goes on inside them", async () => {
  const visitor = await shopper({ region: "mena", locale: "ar-AE", width: 390 });
  await visitor.open("/products");
  const summary = visitor.page.locator("main details > summary").filter({ hasText: visitor.text("catalog.filters") });

  await tabTo(visitor, summary);
  await visitor.page.keyboard.press("Enter");
  await visitor.page.keyboard.press("Tab");

  expect(await summary.evaluate((element) => element.parentElement?.contains(document.activeElement))).toBe(true);
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
