import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", vendor: "atelier-noord" },
  { region: "mena", locale: "ar-AE", vendor: "dar-al-nakhla" },
])("the palette finds the panel's pages and vendors by keyboard alone: $locale", async ({ region, locale, vendor }) => {
  const person = await browser(atPanel(region, locale));
  await enterAs(person, "admin");
  const field = person.page.getByRole("combobox", { name: person.text("palette.field") });

  await person.page.keyboard.press("Control+k");
  await field.fill(person.text("frame.sections.payouts"));
  await person.page.getByRole("option", { name: person.text("frame.sections.payouts") }).waitFor();
  expect(await violations(person)).toEqual([]);
  await person.page.keyboard.press("Enter");
  await person.page.waitForURL(/\/payouts$/);
  await person.page.keyboard.press("/");
  await field.fill(`${vendor}@demo`);
  await person.page.getByRole("option", { name: `${vendor}@demo.example` }).waitFor();
  await person.page.keyboard.press("Enter");

  await person.page.waitForURL(/\/vendors\/ven_/);
});

it("keys lead to pages, but not while one types, and can be switched off", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "atelier-noord");

  await person.page.keyboard.press("g");
  await person.page.keyboard.press("o");
  await person.page.waitForURL(/\/orders$/);
  await person.page.locator("#filter-q").pressSequentially("g p");
  expect(new URL(person.page.url()).pathname).toMatch(/\/orders$/);
  await person.page.locator("h1").click();
  await person.page.keyboard.press("Shift+?");
  await person.page.waitForURL(/\/shortcuts$/);
  await person.page.getByRole("button", { name: person.text("palette.switch_off") }).click();
  await person.page.getByText(person.text("palette.keys_off")).waitFor();
  await person.page.locator("h1").click();
  await person.page.keyboard.press("/");

  expect(await person.page.getByRole("dialog").count()).toBe(0);
});

it("the same is a page for who has no scripts", async () => {
  const person = await browser({ ...atPanel("eu", "en-NL"), hasScripts: false });
  await enterAs(person, "support");

  await person.page.getByRole("link", { name: person.text("palette.title") }).click();
  await person.page.locator("#q").fill("atelier");
  await person.page.locator("#q").press("Enter");
  await person.page
    .locator("main")
    .getByRole("link", { name: /atelier/i })
    .first()
    .click();

  await person.page.waitForURL(/\/(vendors\/ven_|products\/prod_|orders\/ord_)/);
});
