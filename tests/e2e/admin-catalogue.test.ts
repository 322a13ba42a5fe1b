import { expect, it } from "vitest";
import { callApi, findBuyable } from "./support/api.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

async function openProduct(person: Shopper, slug: string): Promise<void> {
  await person.open(`/products?q=${slug}`);
  await person.page.locator("tbody th a").first().click();
  await person.page.getByRole("heading", { level: 1 }).waitFor();
}

async function send(person: Shopper, form: string, reason: string): Promise<void> {
  await person.page.locator(`#${form}-reason`).fill(reason);
  const button = person.page.locator(`form:has(#${form}-reason) button[type=submit]`);
  await button.click();
  await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
}

async function shopShows(region: string, slug: string): Promise<boolean> {
  return (await callApi(region, `store/products/${slug}`)).status === 200;
}

/** The product's vendor reads in the dashboard why it is out of the shop, and finds it marked in the list. */
async function vendorReads(person: Shopper, id: string, reason: string): Promise<void> {
  await person.open(`/products/${id}`);
  await person.page.getByText(reason).waitFor();
  const title = await person.page.getByRole("heading", { level: 1 }).textContent();
  await person.open(`/products?q=${encodeURIComponent(title ?? "")}`);
  const row = person.page.getByRole("row").filter({ has: person.page.locator(`a[href*="${id}"]`) });
  await row.getByText(person.text("products.states.taken_down")).waitFor();
}

it("a product is taken down with a reason that its vendor reads, and reinstated", async () => {
  const [product] = await findBuyable("eu", "en-NL", 1);
  const slug = product?.slug ?? "";
  const reason = `Not your trademark ${crypto.randomUUID().slice(0, 8)}`;
  const staff = await browser(atPanel("eu", "en-NL"));
  await enterAs(staff, "catalogue");
  await openProduct(staff, slug);

  await staff.page.getByText(staff.text("products.take_down_title")).click();
  await send(staff, "take-down", reason);
  await staff.page.getByText(staff.text("products.done.taken_down")).waitFor();

  try {
    await expect.poll(() => shopShows("eu", slug)).toBe(false);
    const vendor = await browser(atDashboard("eu", "en-NL"));
    await enter(vendor, product?.vendor ?? "");
    await vendorReads(vendor, product?.id ?? "", reason);
    await staff.open(`/products?state=taken_down&q=${slug}`);
    await staff.page.locator("tbody th a").first().waitFor();
  } finally {
    await openProduct(staff, slug);
    await send(staff, "reinstate", "Looked at again");
    await staff.page.getByText(staff.text("products.done.reinstated")).waitFor();
  }
  await expect.poll(() => shopShows("eu", slug)).toBe(true);
});

it("support reads products and moderates none; finance sees which role is needed", async () => {
  const [product] = await findBuyable("eu", "en-NL", 1);
  const support = await browser(atPanel("eu", "en-NL"));
  await enterAs(support, "support");
  await openProduct(support, product?.slug ?? "");
  expect(await support.page.getByText(support.text("products.take_down_title")).count()).toBe(0);

  const finance = await browser(atPanel("eu", "en-NL"));
  await enterAs(finance, "finance");
  await finance.open("/products");
  await finance.page.getByText(finance.text("frame.not_allowed")).waitFor();
});

it("mails are read with their text by whom they went to", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "support");
  await person.open("/mails?state=sent");
  const first = person.page.locator("tbody th a").first();
  const subject = await first.textContent();
  await first.click();
  await person.page.getByRole("heading", { level: 1, name: subject ?? "" }).waitFor();
  await person.page.getByText(person.text("mails.facts")).waitFor();
});
