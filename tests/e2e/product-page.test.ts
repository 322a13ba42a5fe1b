import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const PLACE = "lang=en&country=NL&currency=EUR";

interface Variant {
  id: string;
  price: { minor: number; currency: string };
  option_values: number[];
  stock: string;
}

/** A product whose variants differ in price, with its cheapest ones. */
async function productWithPrices() {
  const { body } = await callApi("eu", `store/products?${PLACE}&in_stock=true&limit=60`);
  for (const { slug, price_varies } of body.items) {
    if (!price_varies) continue;
    const { body: product } = await callApi("eu", `store/products/${slug}?${PLACE}`);
    return product;
  }
  throw new Error("eu has no product whose variants differ in price");
}

const shown = ({ minor }: { minor: number }) => (minor / 100).toFixed(2);

it.each([true, false])("shows the variant that the address names, scripts: %s", async (hasScripts) => {
  const product = await productWithPrices();
  const visitor = await shopper({ region: "eu", locale: "en-NL", hasScripts });
  const prices = new Set<string>();

  for (const variant of product.variants as Variant[]) {
    const pairs = product.options.map(({ key, values }: { key: string; values: string[] }, option: number) => [
      key,
      values[variant.option_values[option] ?? 0] ?? "",
    ]);
    await visitor.open(`/products/${product.slug}?${new URLSearchParams(pairs)}`);
    const chosen = visitor.page.locator("main [aria-current=true]");
    expect(await chosen.allTextContents()).toEqual(
      pairs.map(([, value]: string[]) => expect.stringContaining(value ?? "")),
    );
    expect(await visitor.page.locator("main header").textContent()).toContain(shown(variant.price));
    prices.add(shown(variant.price));
  }

  expect(prices.size).toBeGreaterThan(1);
});
