import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { placeOrder } from "./support/orders.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

function head(person: Shopper, title: string) {
  return person.page.locator("thead th").filter({ has: person.page.getByRole("link", { name: title, exact: true }) });
}

/** A click on the head of a column, and the list as it is then. */
async function sortBy(person: Shopper, title: string, direction: "ascending" | "descending"): Promise<void> {
  await head(person, title).getByRole("link").click();
  await expect.poll(() => head(person, title).getAttribute("aria-sort")).toBe(direction);
}

async function fileOf(person: Shopper): Promise<string[]> {
  const waiting = person.page.waitForEvent("download");
  await person.page.getByRole("link", { name: person.text("lists.csv") }).click();
  return readFileSync(await (await waiting).path(), "utf8")
    .slice(1)
    .trimEnd()
    .split("\r\n");
}

it.each([
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 820 },
])("staff sorts vendors by name, in the file too, and the way back keeps it: $locale at $width", async (who) => {
  const { region, locale, width } = who;
  const person = await browser(atPanel(region, locale, width));
  await enterAs(person, "admin");
  await person.open("/vendors");
  const title = person.text("vendors.vendor");

  await sortBy(person, title, "ascending");
  expect(new URL(person.page.url()).searchParams.get("sort")).toBe("name");
  const names = await person.page.locator("tbody th a").allTextContents();
  expect(names.map((name) => name.toLowerCase())).toEqual(names.map((name) => name.toLowerCase()).toSorted());
  expect(await violations(person)).toEqual([]);
  const file = await fileOf(person);
  expect(file.slice(1, 1 + names.length).map((line) => line.split(",")[0]?.replaceAll('"', ""))).toEqual(names);
  await sortBy(person, title, "descending");
  await person.page.locator("tbody th a").first().click();
  await person.page.getByRole("heading", { level: 1 }).waitFor();
  await person.page
    .locator("main")
    .getByRole("link", { name: person.text("vendors.title"), exact: true })
    .first()
    .click();
  await expect.poll(() => head(person, title).getAttribute("aria-sort")).toBe("descending");

  await sortBy(person, person.text("vendors.applied"), "descending");
  expect(new URL(person.page.url()).searchParams.get("sort")).toBeNull();
});

it("orders are sorted by their totals, over the borders of pages and beside a filter, without scripts", async () => {
  const { number } = await placeOrder("eu", "en-NL");
  const person = await browser({ ...atPanel("eu", "en-NL"), hasScripts: false });
  await enterAs(person, "finance");
  await person.open("/orders");

  await sortBy(person, person.text("orders.total"), "descending");
  const file = await fileOf(person);
  const column = file[0]?.split(",").indexOf(person.text("orders.total")) ?? -1;
  const totals = file.slice(1).map((line) => Number(line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)[column]));
  expect(totals.length).toBeGreaterThan(1);
  expect(totals).toEqual(totals.toSorted((one, other) => other - one));

  await person.page.locator("#filter-q").fill(number);
  await person.page.getByRole("button", { name: person.text("frame.show") }).click();
  await person.page.waitForURL(
    (url) => url.searchParams.get("q") === number && url.searchParams.get("sort") === "-total",
  );
});

it("a vendor sorts its orders and its products", async () => {
  const { vendor } = await placeOrder("eu", "en-NL");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await person.open("/orders");
  await sortBy(person, person.text("orders.total"), "descending");
  await sortBy(person, person.text("orders.total"), "ascending");

  await person.open("/products");
  await sortBy(person, person.text("products.price"), "descending");
  await sortBy(person, person.text("products.changed"), "descending");
  expect(await person.page.locator("tbody tr").count()).toBeGreaterThan(0);
});

it("an address with another list's order, or none, still shows the list", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");

  await person.open("/vendors?sort=total&cursor=of-another-list");

  expect(await person.page.locator("tbody tr").count()).toBeGreaterThan(0);
  expect(await head(person, person.text("vendors.applied")).getAttribute("aria-sort")).toBe("descending");
});
