import { AxeBuilder } from "@axe-core/playwright";
import { describe, expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PAGES = [
  "/",
  "/products",
  "/search?q=mug",
  "/search?q=zzzzzzzz",
  "/categories/kitchen",
  "/cart",
  "/login",
  "/register",
  "/reset-password",
  "/orders",
  "/preferences",
  "/nowhere",
];
const READERS = [
  { region: "eu", locale: "en-NL", width: 1280, colours: "light" },
  { region: "eu", locale: "de-DE", width: 390, colours: "dark" },
  { region: "mena", locale: "ar-AE", width: 390, colours: "light" },
] as const;

const shopper = useShoppers();

/** What a rule of WCAG 2.2 AA forbids on the page, and where. */
async function violations({ page }: Shopper): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

describe.each(READERS)("for $locale, $width wide, $colours", ({ region, locale, width, colours }) => {
  it("no page breaks a rule", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });

    for (const path of PAGES) {
      await reader.open(path);
      expect(await violations(reader), path).toEqual([]);
    }
  });

  it("neither does buying", async () => {
    const reader = await shopper({ region, locale, width });
    await reader.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    const [product] = await findBuyable(region, locale, 1);

    await reader.putIntoCart(product?.slug ?? "");
    expect(await violations(reader), "product").toEqual([]);
    await reader.open("/cart");
    expect(await violations(reader), "cart").toEqual([]);
    await reader.open("/checkout");
    expect(await violations(reader), "checkout").toEqual([]);
    await reader.order();
    await reader.page.getByText(reader.text("checkout.errors_title")).waitFor();
    expect(await violations(reader), "checkout with errors").toEqual([]);
  });
});
