import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { placeOrder } from "./support/orders.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

const READERS = [
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 820 },
];

/** The list of orders, narrowed to one, once it is in the index. */
async function openFound(person: Shopper, number: string): Promise<void> {
  await expect
    .poll(async () => {
      await person.open(`/orders?q=${number}`);
      return person.page.locator("tbody tr").count();
    })
    .toBe(1);
}

/** The file behind the list's link, without its mark and its last line break, a line each. */
async function fileOf(person: Shopper): Promise<string[]> {
  const waiting = person.page.waitForEvent("download");
  await person.page.getByRole("link", { name: person.text("lists.csv") }).click();
  return readFileSync(await (await waiting).path(), "utf8")
    .slice(1)
    .trimEnd()
    .split("\r\n");
}

it.each(READERS)("the file of a list has its filters and its columns: $locale at $width", async (reader) => {
  const { region, locale, width } = reader;
  const { number, email } = await placeOrder(region, locale);
  const person = await browser(atPanel(region, locale, width));
  await enterAs(person, "admin");
  await openFound(person, number);

  const all = await fileOf(person);
  await person.page.getByText(person.text("lists.columns"), { exact: true }).first().click();
  const boxes = person.page.locator("input[name=columns][type=checkbox]");
  for (const key of ["payment", "customer", "vendors"])
    await boxes.and(person.page.locator(`[value=${key}]`)).uncheck();
  expect(await violations(person)).toEqual([]);
  await person.page.getByRole("button", { name: person.text("lists.show_columns") }).click();
  await person.page.waitForURL(/columns=/);
  const some = await fileOf(person);

  expect(all).toHaveLength(2);
  expect(all[1]).toContain(email);
  expect(some[1]).toContain(number);
  expect(some[1]).not.toContain(email);
  expect(await person.page.locator("thead th").count()).toBe(4);
});

it("a view keeps filters and columns under a name, and the way back from a row has them", async () => {
  const { number } = await placeOrder("eu", "en-NL");
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  await openFound(person, number);
  await person.open(`/orders?q=${number}&columns=number.total`);
  const views = person.page.locator("details", { hasText: person.text("lists.views") });
  await views.locator("summary").click();
  await views.locator("input[name=name]").fill("One order");
  await views.getByRole("button", { name: person.text("lists.save_view") }).click();

  await person.page.locator("tbody th a").click();
  await person.page.waitForURL(/\/orders\/ord_/);
  await person.page
    .locator("main")
    .getByRole("link", { name: person.text("orders.title"), exact: true })
    .click();
  await person.page.waitForURL((url) => url.searchParams.get("columns") === "number.total");
  await person.open("/orders");
  await views.locator("summary").click();
  await views.getByRole("link", { name: "One order" }).click();
  await person.page.waitForURL((url) => url.searchParams.get("q") === number);

  expect(await person.page.locator("thead th").count()).toBe(2);
});

it("columns are chosen without scripts", async () => {
  const person = await browser({ ...atPanel("eu", "en-NL"), hasScripts: false });
  await enterAs(person, "admin");
  await person.open("/vendors");

  await person.page.getByText(person.text("lists.columns"), { exact: true }).first().click();
  await person.page.locator("input[name=columns][value=email]").uncheck();
  await person.page.getByRole("button", { name: person.text("lists.show_columns") }).click();
  await person.page.waitForURL(/columns=/);

  expect(await person.page.getByRole("columnheader", { name: person.text("vendors.email") }).count()).toBe(0);
});
