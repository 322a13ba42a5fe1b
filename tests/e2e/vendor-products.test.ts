import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const FILE = `Handle,Title,Variant SKU,Variant Price
lamp-1,A lamp,LAMP-1,19.99
lamp-2,Another lamp,LAMP-2,cheap
`;

/** A product of the vendor's that is its own to edit: made by the API. */
async function newProduct(vendor: string): Promise<string> {
  const headers = { ...(await asVendor("eu", vendor)), "Idempotency-Key": crypto.randomUUID() };
  const title = `A lantern ${crypto.randomUUID()}`;
  const variants = [{ sku: crypto.randomUUID(), prices: [{ minor: 1999, currency: "EUR" }] }];
  const { body } = await callApi("eu", "vendor/products", {
    method: "POST",
    headers,
    body: { texts: { en: { title } }, variants },
  });
  return body.id;
}

async function save(person: Shopper): Promise<void> {
  await person.page.getByRole("button", { name: person.text("products.save"), exact: true }).click();
}

it("texts and prices are saved, in each language of its own", async () => {
  const id = await newProduct("waldweg");
  const person = await browser(atDashboard("eu", "de-DE"));
  await enter(person, "waldweg");
  await person.open(`/products/${id}`);
  await person.page.locator("[id='product-texts.de.title']").fill("Eine Laterne");
  await person.page.locator("[id^='product-price.'][id$='.EUR']").fill("24,50");

  await save(person);
  await person.page.getByText(person.text("products.saved")).waitFor();

  const { body } = await callApi("eu", `vendor/products/${id}`, { headers: await asVendor("eu", "waldweg") });
  expect(body.texts.de.title).toBe("Eine Laterne");
  expect(body.texts.en.title).toContain("A lantern");
  expect(body.variants[0].prices).toEqual([{ minor: 2450, currency: "EUR" }]);
});

it("two people edit one product: the second sees what the first changed, and loses nothing", async () => {
  const id = await newProduct("waldweg");
  const first = await browser(atDashboard("eu", "en-NL"));
  await enter(first, "waldweg");
  await first.open(`/products/${id}`);
  const second = await browser(atDashboard("eu", "en-NL"));
  await enter(second, "waldweg");
  await second.open(`/products/${id}`);
  await first.page.locator("#product-brand").fill("Theirs");
  await save(first);
  await first.page.getByText(first.text("products.saved")).waitFor();

  await second.page.locator("[id='product-texts.en.title']").fill("My title");
  await save(second);
  await second.page.getByText(second.text("products.stale")).waitFor();
  const changed = second.page.locator("#product-brand-error");
  expect(await changed.textContent()).toContain("Theirs");
  expect(await second.page.locator("[id='product-texts.en.title']").inputValue()).toBe("My title");
  await save(second);
  await second.page.getByText(second.text("products.saved")).waitFor();

  const { body } = await callApi("eu", `vendor/products/${id}`, { headers: await asVendor("eu", "waldweg") });
  expect(body.texts.en.title).toBe("My title");
});

it("a file is tried, and its report says what is wrong with which row", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await person.open("/imports");
  const file = { name: "lamps.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) };
  await person.page.locator("#import-file").setInputFiles(file);

  await person.page.getByRole("button", { name: person.text("imports.start") }).click();
  await person.page.getByText(person.text("imports.trial_done")).waitFor();
  const row = person.page.getByRole("row").filter({ hasText: "lamp-2" });
  await row.getByText(person.text("imports.severities.error")).waitFor();
  const waiting = person.page.waitForEvent("download");
  await person.page.getByRole("link", { name: person.text("imports.download") }).click();

  expect((await waiting).suggestedFilename()).toMatch(/^problems-imp_\w+\.csv$/);
});
