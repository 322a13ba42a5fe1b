import { expect, it } from "vitest";
import { callApi, findBuyable } from "./support/api.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const LOOKED_AT = { timeout: 180_000, interval: 2_000 }; // a fresh marketplace draws its pictures first, and then looks at them

/** The file of a product's picture, as a visitor may have saved it, once a worker has looked at it. Only a browser knows the host. */
async function pictureOf(visitor: Shopper, region: string, slug: string): Promise<Buffer> {
  const alike = async () => (await callApi(region, `store/products/${slug}/looks-alike`)).body.items?.length ?? 0;
  await expect.poll(alike, LOOKED_AT).toBeGreaterThan(0);
  const { body } = await callApi(region, `store/products/${slug}`);
  const answer = await visitor.page.goto(body.images[0].url);
  return (await answer?.body()) ?? Buffer.alloc(0);
}

it.each([
  { region: "eu", locale: "en-NL" },
  { region: "mena", locale: "ar-AE", width: 390 },
])("a picture leads to the product that it shows: $locale", async ({ region, locale, ...look }) => {
  const [product] = await findBuyable(region, locale, 1);
  const slug = product?.slug ?? "";
  const visitor = await shopper({ region, locale, ...look });
  const buffer = await pictureOf(visitor, region, slug);
  await visitor.open("/preferences");
  await visitor.page.getByRole("link", { name: visitor.text("search.picture.title") }).click();
  await visitor.page.waitForURL(`${visitor.home}/search/picture`);

  await visitor.page.locator("#picture-file").setInputFiles({ name: "saved.webp", mimeType: "image/webp", buffer });
  await visitor.page.getByRole("img", { name: visitor.text("search.picture.chosen") }).waitFor();
  await visitor.page
    .getByRole("button", { name: visitor.text("search.picture.submit"), exact: true })
    .last()
    .click();

  await visitor.page.locator("main article").first().waitFor();
  expect(await visitor.page.locator(`main article a[href$="/products/${slug}"]`).count()).toBe(1);
});

it("says what is wrong with a file that is no picture", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  await visitor.open("/search/picture");

  const file = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") };
  await visitor.page.locator("#picture-file").setInputFiles(file);
  await visitor.page
    .getByRole("button", { name: visitor.text("search.picture.submit"), exact: true })
    .last()
    .click();

  await visitor.page.getByText("The file is no picture").waitFor();
});
