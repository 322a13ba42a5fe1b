import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor, vendorDesk } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "waldweg";
const OTHER = "maison-tisserand"; // who has several warehouses from then on

interface Counted {
  sku: string;
  id: string;
  onHand: () => Promise<number>;
}

/** A new product of the vendor's with so many units. */
async function stocked(on_hand: number): Promise<Counted> {
  const { act } = await vendorDesk("eu", VENDOR);
  const sku = `T-${crypto.randomUUID()}`;
  const product = await act("vendor/products", {
    texts: { en: { title: `A crate ${sku}` } },
    variants: [{ sku, prices: [{ minor: 1000, currency: "EUR" }] }],
  });
  const [{ id }] = product.variants;
  await act("vendor/stock/counts", { product_id: product.id, items: [{ variant_id: id, on_hand }] });
  const headers = await asVendor("eu", VENDOR);
  const onHand = async () => (await callApi("eu", `vendor/stock?variant_id=${id}`, { headers })).body.items[0].on_hand;
  return { sku, id, onHand };
}

async function atStock(path: string): Promise<Shopper> {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open(path);
  return person;
}

it("what is low is listed, and one variant is changed with a reason that its movements keep", async () => {
  const { sku, id, onHand } = await stocked(2);
  const person = await atStock(`/stock?level=low&sku=${sku}`);
  await person.page.getByRole("link", { name: sku }).click();
  await person.page.waitForURL(new RegExp(`/stock/${id}`));
  await person.page.locator("[name=how]").selectOption("more");
  await person.page.locator("[name=units]").fill("40");
  await person.page.locator("[name=reason]").selectOption("received");
  await person.page.locator("[name=note]").fill("Delivery 7");

  await person.page.getByRole("button", { name: person.text("stock.save"), exact: true }).click();
  await person.page.getByText(person.text("stock.saved")).waitFor();

  expect(await onHand()).toBe(42);
  await person.page.getByRole("row").filter({ hasText: "Received: Delivery 7" }).waitFor();
  await person.open(`/stock?level=low&sku=${sku}`);
  await person.page.getByText(person.text("stock.none_found")).waitFor();
});

it("a count by file is saved as a whole or not at all", async () => {
  const [one, other] = [await stocked(1), await stocked(1)];
  const person = await atStock("/stock");
  const send = async (lines: string[]) => {
    const buffer = Buffer.from(["SKU;Units", ...lines].join("\r\n"));
    await person.page.locator("#count-file").setInputFiles({ name: "count.csv", mimeType: "text/csv", buffer });
    await person.page.getByRole("button", { name: person.text("stock.count"), exact: true }).click();
  };
  await person.page.getByText(person.text("stock.count_title")).click();

  await send([`${one.sku};7`, "NOWHERE;3"]);
  await person.page.getByText("NOWHERE: ", { exact: false }).waitFor();
  expect(await one.onHand()).toBe(1);

  await send([`${one.sku};7`, `${other.sku};0`]);
  await person.page.getByText("2 variants are counted.").waitFor();
  expect([await one.onHand(), await other.onHand()]).toEqual([7, 0]);
});

it("units are counted in the table of variants, in each warehouse, and only what was typed is changed", async () => {
  const { act, read } = await vendorDesk("eu", OTHER);
  const name = `Attic ${crypto.randomUUID().slice(0, 8)}`;
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, OTHER);
  await person.open("/stock");
  await person.page.getByText(person.text("stock.warehouses.title"), { exact: true }).click();
  await person.page.locator("#warehouse-name").fill(name);
  await person.page.getByRole("button", { name: person.text("stock.warehouses.add") }).click();
  await person.page.getByText(person.text("stock.warehouses.added")).waitFor();
  const { items: warehouses } = await read("vendor/warehouses");
  const attic = warehouses.find((one: { name: string }) => one.name === name);
  const product = await act("vendor/products", {
    texts: { en: { title: `A box ${name}` } },
    variants: [{ prices: [{ minor: 1000, currency: "EUR" }] }],
  });
  const [{ id }] = product.variants;
  await act("vendor/stock/counts", { product_id: product.id, items: [{ variant_id: id, on_hand: 5 }] });

  await person.open(`/products/${product.id}`);
  await person.page.locator(`[id="variants-stock.${id}.${attic.id}"]`).fill("4");
  await person.page.getByRole("button", { name: person.text("products.variants_edit.save"), exact: true }).click();
  await person.page.getByText(person.text("products.variants_edit.saved")).waitFor();

  const { items } = await read(`vendor/stock?variant_id=${id}`);
  expect(items[0].on_hand).toBe(9);
  expect(items[0].levels).toContainEqual({ warehouse_id: attic.id, on_hand: 4 });
});
