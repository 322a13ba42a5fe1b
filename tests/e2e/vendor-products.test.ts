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
async function newProduct(vendor: string, sizes = 0): Promise<string> {
  const headers = { ...(await asVendor("eu", vendor)), "Idempotency-Key": crypto.randomUUID() };
  const title = `A lantern ${crypto.randomUUID()}`;
  const prices = [{ minor: 1999, currency: "EUR" }];
  const values = Array.from({ length: sizes }, (_, size) => ({ en: `Size ${size}` }));
  const rows = sizes ? values.map((_, size) => [size]) : [[]];
  const variants = rows.map((option_values) => ({ sku: crypto.randomUUID(), option_values, prices }));
  const options = sizes ? [{ name: { en: "Size" }, values }] : [];
  const { body } = await callApi("eu", "vendor/products", {
    method: "POST",
    headers,
    body: { texts: { en: { title } }, options, variants },
  });
  return body.id;
}

async function save(person: Shopper): Promise<void> {
  await person.page.getByRole("button", { name: person.text("products.save"), exact: true }).click();
}

async function saveVariants(person: Shopper): Promise<void> {
  await person.page.getByRole("button", { name: person.text("products.variants_edit.save"), exact: true }).click();
}

it("texts and prices are saved, in each language of its own", async () => {
  const id = await newProduct("waldweg");
  const person = await browser(atDashboard("eu", "de-DE"));
  await enter(person, "waldweg");
  await person.open(`/products/${id}`);
  await person.page.locator("[id='product-texts.de.title']").fill("Eine Laterne");
  await save(person);
  await person.page.getByText(person.text("products.saved")).waitFor();
  await person.page.locator("[id^='variants-price.'][id$='.EUR']").fill("24,50");
  await saveVariants(person);
  await person.page.getByText(person.text("products.variants_edit.saved")).waitFor();

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
  expect(await second.page.locator("#product-brand").inputValue()).toBe("Theirs");
  await save(second);
  await second.page.getByText(second.text("products.saved")).waitFor();

  const { body } = await callApi("eu", `vendor/products/${id}`, { headers: await asVendor("eu", "waldweg") });
  expect([body.texts.en.title, body.brand]).toEqual(["My title", "Theirs"]);
});

it("a price is put into the chosen rows, and two people who change other cells lose nothing", async () => {
  const id = await newProduct("waldweg", 3);
  const first = await browser(atDashboard("eu", "en-NL"));
  await enter(first, "waldweg");
  await first.open(`/products/${id}`);
  const second = await browser(atDashboard("eu", "en-NL"));
  await enter(second, "waldweg");
  await second.open(`/products/${id}`);

  await first.page.getByLabel(first.text("products.variants_edit.choose_all")).check();
  await first.page.locator("#bulk-value").fill("5.50");
  await first.page.getByRole("button", { name: first.text("products.variants_edit.apply") }).click();
  await saveVariants(first);
  await first.page.getByText(first.text("products.variants_edit.saved")).waitFor();
  await second.page.locator("[id^='variants-weight_g.']").first().fill("250");
  await saveVariants(second);
  await second.page.getByText(second.text("products.variants_edit.saved")).waitFor();

  const { body } = await callApi("eu", `vendor/products/${id}`, { headers: await asVendor("eu", "waldweg") });
  expect(body.variants.map((variant: { prices: unknown[] }) => variant.prices)).toEqual(
    Array.from({ length: 3 }, () => [{ minor: 550, currency: "EUR" }]),
  );
  expect(body.variants.map((variant: { weight_g: number }) => variant.weight_g)).toEqual([250, 0, 0]);
});

async function saveSpecifications(person: Shopper): Promise<void> {
  const name = person.text("products.specifications.save");
  const answer = person.page.waitForResponse((response) => response.request().method() === "POST");
  await person.page.getByRole("button", { name, exact: true }).click();
  await answer;
  await person.page.getByText(person.text("products.specifications.saved")).waitFor();
}

function specification({ page }: Shopper, place: number, field: string) {
  return page.locator(`[id='specifications-spec.${place}.${field}']`);
}

it("what a product is stands on its page in the shop, and two people who change other rows lose nothing", async () => {
  const id = await newProduct("waldweg");
  const first = await browser(atDashboard("eu", "en-NL"));
  await enter(first, "waldweg");
  await first.open(`/products/${id}`);
  const second = await browser(atDashboard("eu", "en-NL"));
  await enter(second, "waldweg");
  await second.open(`/products/${id}`);

  await specification(first, 0, "name.en").fill("Wood");
  await specification(first, 0, "text.en").fill("Oak");
  await saveSpecifications(first);
  await specification(second, 0, "name.en").fill("Height");
  await specification(second, 0, "kind").selectOption("number");
  await specification(second, 0, "number").fill("22,5");
  await specification(second, 0, "unit").fill("cm");
  await saveSpecifications(second);
  await specification(first, 0, "text.en").fill("Pine");
  await saveSpecifications(first);

  await second.open(`/products/${id}`);
  await specification(second, 0, "text.en").fill("Ash");
  await specification(first, 0, "text.en").fill("Elm");
  await saveSpecifications(first);
  await second.page.getByRole("button", { name: second.text("products.specifications.save"), exact: true }).click();
  const changed = second.page.locator("[id='specifications-spec.0.name.en-error']");
  await changed.waitFor();
  expect(await changed.textContent()).toContain("Elm");
  await saveSpecifications(second);

  await second.open(`/products/${id}/preview`);
  const shown = second.page.locator("section[aria-labelledby=specifications]");
  expect(await shown.locator("dd").allTextContents()).toEqual(["Ash", "22.5 cm"]);
});

it("what was put away by mistake is taken back", async () => {
  const id = await newProduct("waldweg");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await person.open(`/products/${id}`);
  const stateNow = async () =>
    (await callApi("eu", `vendor/products/${id}`, { headers: await asVendor("eu", "waldweg") })).body.status;

  await person.page.getByRole("button", { name: person.text("products.moves.archive"), exact: true }).click();
  await person.page.getByText(person.text("products.done.archive")).waitFor();
  expect(await stateNow()).toBe("archived");
  await person.page.getByRole("button", { name: person.text("products.undo"), exact: true }).click();
  await person.page.getByText(person.text("products.done.unpublish")).waitFor();

  expect(await stateNow()).toBe("draft");
});

it("what was typed into a product survives a closed tab", async () => {
  const id = await newProduct("waldweg");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  const tab = await person.inAnotherTab();
  await tab.open(`/products/${id}`);
  await tab.page.locator("[id='product-texts.nl.title']").fill("Half getypt");
  await tab.page.close({ runBeforeUnload: false });

  await person.open(`/products/${id}`);
  await person.page.getByRole("button", { name: person.text("products.draft.restore") }).click();
  expect(await person.page.locator("[id='product-texts.nl.title']").inputValue()).toBe("Half getypt");
  await save(person);
  await person.page.getByText(person.text("products.saved")).waitFor();
  await person.page.reload();
  expect(await person.page.getByText(person.text("products.draft.found")).count()).toBe(0);
});

it("a file is tried, and its report says what is wrong with which row", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await person.open("/imports");
  const file = { name: "lamps.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) };
  await person.page.locator("#import-file").setInputFiles(file);

  await person.page.getByRole("button", { name: person.text("imports.start") }).click();
  await person.page.getByRole("button", { name: person.text("imports.map.start"), exact: true }).click();
  await person.page.getByText(person.text("imports.trial_done")).waitFor();
  const row = person.page.getByRole("row").filter({ hasText: "lamp-2" });
  await row.getByText(person.text("imports.severities.error")).waitFor();
  const waiting = person.page.waitForEvent("download");
  await person.page.getByRole("link", { name: person.text("imports.download") }).click();

  expect((await waiting).suggestedFilename()).toMatch(/^problems-imp_\w+\.csv$/);
});
