import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { vendorDesk } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();
const VENDOR = "waldweg";

async function draft(): Promise<{ id: string; title: string; slug: string }> {
  const { act } = await vendorDesk("eu", VENDOR);
  const title = `A hidden crate ${crypto.randomUUID().slice(0, 8)}`;
  const product = await act("vendor/products", {
    texts: { en: { title, description_html: "<p>Made of ash.</p>" } },
    variants: [{ prices: [{ minor: 1234, currency: "EUR" }] }],
  });
  const [{ id }] = product.variants;
  await act("vendor/stock/counts", { product_id: product.id, items: [{ variant_id: id, on_hand: 9 }] });
  return { id: product.id, title, slug: product.slug };
}

/** The preview of the product, as its vendor opens it. */
async function preview(person: Shopper, id: string): Promise<Shopper> {
  await person.open(`/products/${id}`);
  const link = person.page.getByRole("link", { name: person.text("products.preview") });
  const shop = await browser({ region: "eu", locale: "en-NL" });
  const address = new URL((await link.getAttribute("href")) ?? "", person.page.url());
  await person.page.goto(address.href);
  await person.page.waitForURL(/\/product-previews\//);
  await shop.page.goto(person.page.url());
  return shop;
}

it("a draft is seen in the shop as it would be, and cannot be bought", async () => {
  const product = await draft();
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);

  const shop = await preview(person, product.id);

  await shop.page.getByRole("heading", { level: 1, name: product.title }).waitFor();
  await shop.page.getByText(shop.text("product.preview.hint")).waitFor();
  await shop.page.getByText("€12.34").first().waitFor();
  await shop.page.getByText(shop.text("product.stock.in_stock")).waitFor();
  expect(await shop.page.getByRole("button", { name: shop.text("cart.add"), exact: true }).count()).toBe(0);
  expect(await shop.page.locator("meta[name=robots]").getAttribute("content")).toContain("noindex");
  expect(await violations(shop)).toEqual([]);
});

it("is kept by nobody, and its product stays where customers do not see it", async () => {
  const product = await draft();
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const shop = await preview(person, product.id);

  const answer = await shop.page.reload();

  expect(answer?.headers()["cache-control"]).toContain("no-store");
  expect(answer?.headers()["x-page-cache"]).toBeUndefined();
  expect((await shop.page.goto(`${shop.home}/products/${product.slug}`))?.status()).toBe(404);
});

it("opens nothing at another region's shop, nor with another address", async () => {
  const product = await draft();
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const shop = await preview(person, product.id);
  const token = new URL(shop.page.url()).pathname.split("/").at(-1) ?? "";
  const abroad = await browser({ region: "mena", locale: "ar-AE" });

  const there = await abroad.page.goto(`${abroad.home}/product-previews/${token}`);
  const altered = await shop.page.goto(`${shop.home}/product-previews/${token.slice(0, -4)}xxxx`);

  expect([there?.status(), altered?.status()]).toEqual([404, 404]);
});
