import { expect, it, vi } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "waldweg";
// Pictures of one pixel, of two colours: the same file twice is one picture.
const PIXELS = {
  front: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  back: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgaGgAAAGEAQFocvOPAAAAAElFTkSuQmCC",
};

async function fill(person: Shopper, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await person.page.locator(`[name="${name}"]`).fill(value);
}

async function create(person: Shopper): Promise<string> {
  await person.page.getByRole("button", { name: person.text("products.new.create") }).click();
  await person.page.waitForURL(/\/products\/prod_\w+\?done=created$/);
  return new URL(person.page.url()).pathname.split("/").at(-1) ?? "";
}

async function read(path: string) {
  return (await callApi("eu", path, { headers: await asVendor("eu", VENDOR) })).body;
}

it("a product with options: the table follows them, a row stands before what holds for all, and the stock is there", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/products/new");
  const title = `A shirt ${crypto.randomUUID()}`;
  await fill(person, { "texts.en.title": title, tags: "linen, summer" });
  await fill(person, { "option.0.name": "Size", "option.0.values": "S, M, L", "price.EUR": "19.99", stock: "5" });
  const table = person.page.getByRole("region", { name: person.text("products.variants") });
  await table.getByRole("row").nth(3).waitFor();
  await fill(person, { "variants.1.price.EUR": "24,50", "variants.1.stock": "0" });
  await table.locator("[name='variants.2.skip']").check();

  const id = await create(person);

  const product = await read(`vendor/products/${id}`);
  expect(product).toMatchObject({ status: "draft", tags: ["linen", "summer"] });
  expect(product.variants.map((variant: { prices: { minor: number }[] }) => variant.prices[0]?.minor)).toEqual([
    1999, 2450,
  ]);
  const { items } = await read(`vendor/stock?product_id=${id}`);
  const onHand = new Map(items.map((item: { variant_id: string; on_hand: number }) => [item.variant_id, item.on_hand]));
  expect(product.variants.map(({ id }: { id: string }) => onHand.get(id))).toEqual([5, 0]);
});

it("without scripts: one price for every variant, and what is wrong stays to be mended", async () => {
  const person = await browser({ ...atDashboard("eu", "en-NL"), hasScripts: false });
  await enter(person, VENDOR);
  await person.open("/products/new");
  await fill(person, { "option.0.name": "Size", "option.0.values": "S, M", "price.EUR": "cheap" });
  await person.page.getByRole("button", { name: person.text("products.new.create") }).click();
  await person.page.getByText(person.text("products.check_prices")).waitFor();

  await fill(person, { "texts.en.title": `A shirt ${crypto.randomUUID()}` });
  await fill(person, { "option.0.name": "Size", "option.0.values": "S, M", "price.EUR": "10" });
  const id = await create(person);

  const { variants } = await read(`vendor/products/${id}`);
  expect(variants.map((variant: { prices: { minor: number }[] }) => variant.prices[0]?.minor)).toEqual([1000, 1000]);
});

it("a SKU that another product has is refused next to its field", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const sku = `S-${crypto.randomUUID()}`;
  await person.open("/products/new");
  await fill(person, { "texts.en.title": `First ${sku}`, sku, "price.EUR": "10" });
  await create(person);

  await person.open("/products/new");
  await fill(person, { "texts.en.title": `Second ${sku}`, sku, "price.EUR": "10" });
  await person.page.getByRole("button", { name: person.text("products.new.create") }).click();
  await person.page.locator("a[href='#new-sku']").waitFor();

  expect(await person.page.locator("[name='texts.en.title']").inputValue()).toBe(`Second ${sku}`);
});

it("pictures are sent, described, put in order and removed; the product is found by its title and copied", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/products/new");
  const word = crypto.randomUUID().replaceAll("-", "");
  await fill(person, { "texts.en.title": `Lantern ${word}`, "price.EUR": "10" });
  const id = await create(person);
  const images = async () => (await read(`vendor/products/${id}`)).images;

  const files = Object.entries(PIXELS).map(([name, pixel]) => ({
    name: `${name}.png`,
    mimeType: "image/png",
    buffer: Buffer.from(pixel, "base64"),
  }));
  await person.page.locator("#upload-files").setInputFiles(files);
  await person.page.getByRole("button", { name: person.text("products.pictures.send") }).click();
  await vi.waitFor(async () => expect(await images()).toHaveLength(2), { timeout: 60_000, interval: 500 });
  await vi.waitFor(
    async () => expect((await images()).every(({ state }: { state: string }) => state !== "processing")).toBe(true),
    { timeout: 120_000, interval: 500 },
  );
  const [first, second] = (await images()).map((image: { id: string }) => image.id);

  await person.open(`/products/${id}`);
  await person.page.locator(`[id='alt.${second}.en']`).fill("The back");
  await person.page.locator(`button[value='earlier ${second}']`).click();
  await person.page.getByText(person.text("products.pictures.saved")).waitFor();
  expect((await images()).map((image: { id: string; alt: object }) => [image.id, image.alt])).toEqual([
    [second, { en: "The back" }],
    [first, {}],
  ]);

  await person.page.locator(`[name='remove.${first}']`).check();
  await person.page.getByRole("button", { name: person.text("products.pictures.save") }).click();
  await vi.waitFor(async () => expect(await images()).toHaveLength(1), { timeout: 60_000, interval: 500 });

  await vi.waitFor(
    async () => {
      await person.open(`/products?q=${word}`);
      expect(await person.page.locator("tbody tr").count()).toBe(1);
    },
    { timeout: 60_000, interval: 1_000 },
  );
  await person.open(`/products/new?like=${id}`);
  expect(await person.page.locator("[name='texts.en.title']").inputValue()).toBe(`Lantern ${word}`);
  expect(await person.page.locator("[name='price.EUR']").inputValue()).toBe("10.00");
  expect(await person.page.locator("[name='sku']").inputValue()).toBe("");
});
