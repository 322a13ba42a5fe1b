import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor, vendorDesk } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "waldweg";

interface Priced {
  sku: string;
  id: string;
  price: () => Promise<number>;
}

/** A new product of the vendor's that costs 20.00, in the shop and in stock. */
async function priced(): Promise<Priced> {
  const { act } = await vendorDesk("eu", VENDOR);
  const sku = `T-${crypto.randomUUID()}`;
  const product = await act("vendor/products", {
    texts: { en: { title: `A crate ${sku}` } },
    variants: [{ sku, prices: [{ minor: 2000, currency: "EUR" }] }],
  });
  const [{ id }] = product.variants;
  await act("vendor/stock/counts", { product_id: product.id, items: [{ variant_id: id, on_hand: 20 }] });
  await act(`vendor/products/${product.id}/publish`);
  const price = async () => {
    const headers = await asVendor("eu", VENDOR);
    const { body } = await callApi("eu", `vendor/price-limits/${id}`, { headers });
    return body.price.minor;
  };
  return { sku, id, price };
}

async function atPrices(path: string): Promise<Shopper> {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open(path);
  return person;
}

async function setLimits(person: Shopper, { sku, id }: Priced): Promise<void> {
  await person.open(`/prices/limits?sku=${sku}`);
  await person.page.getByRole("link", { name: sku }).click();
  await person.page.waitForURL(new RegExp(`/prices/limits/${id}`));
  await person.page.locator("#limits-floor").fill("15.00");
  await person.page.locator("#limits-ceiling").fill("25,00");
  await person.page.getByRole("button", { name: person.text("prices.save"), exact: true }).click();
  await person.page.getByText(person.text("prices.saved")).waitFor();
}

it("limits are kept, and an experiment goes from its form to its end with the price from before", async () => {
  const product = await priced();
  const person = await atPrices("/prices/limits");
  await setLimits(person, product);

  await person.page.locator("#experiment-prices").fill("30.00");
  await person.page.getByRole("button", { name: person.text("prices.start"), exact: true }).click();
  await person.page.getByText(person.text("prices.outside.ceiling")).waitFor();

  await person.page.locator("#experiment-prices").fill("19.00");
  await person.page.getByRole("button", { name: person.text("prices.start"), exact: true }).click();
  await person.page.getByText(person.text("prices.experiment_started")).waitFor();
  const row = person.page.getByRole("row").filter({ hasText: product.sku });
  await row.getByText(person.text("prices.experiment_states.running")).waitFor();

  await row.getByRole("button", { name: person.text("prices.stop") }).click();
  await row.getByText(person.text("prices.experiment_states.stopped")).waitFor();
  expect(await product.price()).toBe(2000);
});

it("a file of competitors' prices is stored but for the row that is wrong, which is named", async () => {
  const { sku } = await priced();
  const person = await atPrices("/prices/competitors");
  const lines = ["sku,competitor,price", `${sku},Rival,18.50`, "NOWHERE,Rival,1.00"];
  const buffer = Buffer.from(lines.join("\r\n"));
  await person.page.locator("#competitors-file").setInputFiles({ name: "prices.csv", mimeType: "text/csv", buffer });
  await person.page.locator("#competitors-dry_run").uncheck();

  await person.page.getByRole("button", { name: person.text("prices.upload"), exact: true }).click();

  await person.page.getByText("1 of 2 rows were stored.").waitFor();
  await person.page.getByText("Row 3, sku").waitFor();
  await person.page.getByRole("row").filter({ hasText: sku }).getByText("Rival").waitFor();
});

it("the button stops all that changes by itself, and lets it go on", async () => {
  const person = await atPrices("/prices/rules");

  await person.page.getByRole("button", { name: person.text("prices.stop_all"), exact: true }).click();
  await person.page.getByText(person.text("prices.is_stopped")).waitFor();

  await person.page.getByRole("button", { name: person.text("prices.resume_all"), exact: true }).click();
  await person.page.getByText(person.text("prices.is_running")).waitFor();
});
