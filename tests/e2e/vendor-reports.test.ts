import { expect, it } from "vitest";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

it("a vendor saves a report of its own, sees it on the home page, and has a file made", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  const { page } = person;
  await person.open("/reports/build?measures=units&by=product");
  expect(await page.locator("#measure-visits").count()).toBe(0); // what has no vendor is not there
  await page.getByText(person.text("reports.saved.save")).first().click();
  await page.locator("#save-name").fill(`Mine ${mark}`);
  await page.locator("form:has(#save-name) button[type=submit]").click();
  await page.getByText(person.text("reports.saved.done.created")).waitFor();

  await person.open("/reports/home");
  await page.locator("#add-widget-saved_id").selectOption({ label: `Mine ${mark}` });
  await page.locator("form:has(#add-widget-saved_id) button[type=submit]").click();
  await page.getByRole("button", { name: `${person.text("reports.home.moves.remove")}: Mine ${mark}` }).waitFor();
  await person.open("/");
  await page
    .getByRole("heading", { name: new RegExp(`Mine ${mark}`) })
    .first()
    .waitFor();

  await person.open("/reports/saved");
  await page.getByRole("link", { name: `Mine ${mark}` }).click();
  await page.locator("#format").selectOption("csv");
  await page.getByRole("button", { name: person.text("reports.make_file") }).click();
  await page.waitForURL(/\/reports\/files/);
  await page.getByText(person.text("reports.states.ready")).first().waitFor();
});
