import { expect, it } from "vitest";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

it("a report is put together, saved, renamed, put on the home page and moved with the keyboard, and deleted", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "finance");
  const { page } = person;
  for (const name of [`Units ${mark}`, `Money ${mark}`]) {
    await person.open("/reports/build");
    await page.locator(`#measure-${name.startsWith("Units") ? "units" : "product_sales"}`).check();
    await page.locator("#by-1").selectOption("country");
    await page.getByRole("button", { name: person.text("reports.build.show") }).click();
    await page.getByText(person.text("reports.build.result")).first().waitFor();
    await page.getByText(person.text("reports.saved.save")).first().click();
    await page.locator("#save-name").fill(name);
    await page.locator("form:has(#save-name) button[type=submit]").click();
    await page.getByText(person.text("reports.saved.done.created")).waitFor();
  }

  await person.open("/reports/saved");
  await page.getByRole("link", { name: `Units ${mark}` }).click();
  await page.getByText(person.text("reports.saved.change")).first().click();
  await page.locator("#edit-name").fill(`Pieces ${mark}`);
  await page.locator("form:has(#edit-name) button[type=submit]").click();
  await page.getByText(person.text("reports.saved.done.changed")).waitFor();

  await person.open("/reports/home");
  for (const name of [`Pieces ${mark}`, `Money ${mark}`]) {
    await page.locator("#add-widget-saved_id").selectOption({ label: name });
    await page.locator("form:has(#add-widget-saved_id) button[type=submit]").click();
    await page
      .getByRole("button", { name: new RegExp(`: ${name}$`) })
      .first()
      .waitFor();
  }
  const widgets = page.locator("ol > li");
  const earlier = page.getByRole("button", { name: `${person.text("reports.home.moves.earlier")}: Money ${mark}` });
  await earlier.focus();
  await page.keyboard.press("Enter");
  await widgets.first().getByText(`Money ${mark}`).waitFor();
  expect(await earlier.evaluate((button) => button === document.activeElement)).toBe(true);
  await person.open("/");
  await page
    .getByRole("heading", { name: new RegExp(`Money ${mark}`) })
    .first()
    .waitFor();

  for (const name of [`Pieces ${mark}`, `Money ${mark}`]) {
    await person.open("/reports/saved");
    await page.getByRole("link", { name }).click();
    await page.getByText(person.text("reports.saved.remove")).first().click();
    await page.locator("form:has(input[name=name][type=hidden]) button[type=submit]").click();
    await page.getByRole("button", { name: person.text("reports.saved.remove_confirm") }).click();
    await page.getByText(person.text("reports.saved.done.removed")).waitFor();
  }
});

it("what cannot be put together is refused with the reason", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");

  await person.open("/reports/build?measures=visits&by=vendor");

  await person.page.getByRole("alert").getByText("vendor").waitFor();
});

it("an alert is tried, made, and deleted", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  const { page } = person;
  await person.open("/reports/alerts");
  await page.locator("#threshold").fill("1000000");
  await page.getByRole("button", { name: person.text("insights.alerts.try") }).click();
  await page.getByText(/would have fired/).waitFor();
  await page.locator("#alert-name").fill(`Few ${mark}`);
  await page.getByRole("button", { name: person.text("insights.alerts.create") }).click();
  await page.getByText(person.text("insights.alerts.done.created")).waitFor();

  await page.getByRole("link", { name: `Few ${mark}` }).click();
  await page.getByText(person.text("insights.alerts.remove")).first().click();
  await page.locator("form:has(input[name=name][type=hidden]) button[type=submit]").click();
  await page.getByRole("button", { name: person.text("insights.alerts.remove_confirm") }).click();
  await page.getByText(person.text("insights.alerts.done.removed")).waitFor();
});

it("live metrics and cohorts are for who handles money", async () => {
  const admin = await browser(atPanel("eu", "en-NL"));
  await enterAs(admin, "admin");
  await admin.open("/reports/live");
  await admin.page.getByRole("heading", { name: admin.text("insights.live.minutes") }).waitFor();
  await admin.open("/reports/cohorts");
  await admin.page.getByRole("heading", { name: admin.text("insights.cohorts.title") }).waitFor();

  const support = await browser(atPanel("eu", "en-NL"));
  await enterAs(support, "support");
  await support.open("/reports/live");
  await support.page.getByText(support.text("frame.not_allowed")).waitFor();
});
