import { expect, it } from "vitest";
import { getPage } from "./support/pages.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", host: "eu.localhost", hasScripts: true },
  { region: "mena", locale: "ar-AE", host: "mena.localhost", hasScripts: false },
])("a page is written, read in the shop, and removed: $locale, scripts $hasScripts", async (who) => {
  const { region, locale, host, hasScripts } = who;
  const [language = ""] = locale.split("-");
  const slug = `page-${crypto.randomUUID()}`;
  const person = await browser({ ...atPanel(region, locale), hasScripts });
  await enterAs(person, "catalogue");
  await person.open("/pages");

  await person.page.locator("#add-slug").fill(slug);
  await person.page.locator("#add-is_published").check();
  await person.page.locator(`[id="add-title.${language}"]`).fill(`Our ${slug}`);
  await person.page.locator(`[id="add-body.${language}"]`).fill("## Words\n\nof ours");
  await person.page.getByRole("button", { name: person.text("pages.add"), exact: true }).click();
  await person.page.getByText(person.text("pages.done.added")).waitFor();
  await expect.poll(async () => (await getPage(host, `/${locale}/pages/${slug}`)).text).toContain(`Our ${slug}`);
  await person.page.getByRole("link", { name: `Our ${slug}` }).click();
  await person.page.waitForURL(/\/pages\/page_/);
  await person.page.locator("summary", { hasText: person.text("pages.remove_title") }).click();
  await person.page.getByRole("button", { name: person.text("pages.remove"), exact: true }).click();
  await person.page.getByRole("button", { name: person.text("pages.remove_confirm") }).click();
  await person.page.getByText(person.text("pages.done.removed")).waitFor();

  expect(await person.page.getByRole("link", { name: `Our ${slug}` }).count()).toBe(0);
});

it("a change of a payment method needs numbers, and another role learns which one would do", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "finance");
  await person.open("/payment-methods");
  await person.page.locator("tbody th a").last().click();
  await person.page.waitForURL(/\/payment-methods\//);
  const position = await person.page.locator("#save-position").inputValue();

  await person.page.locator("#save-position").fill("");
  await person.page.locator("#save-percent").fill("much");
  await person.page.getByRole("button", { name: person.text("payment-methods.save"), exact: true }).click();
  await person.page.locator("#save-percent-error").waitFor();
  await person.page.locator("#save-percent").fill("");
  await person.page.locator("#save-position").fill(position);
  await person.page.getByRole("button", { name: person.text("payment-methods.save"), exact: true }).click();
  await person.page.getByText(person.text("payment-methods.done.saved")).waitFor();
  const other = await browser(atPanel("eu", "en-NL"));
  await enterAs(other, "support");
  await other.open("/payment-methods");

  await other.page.getByText(other.text("frame.not_allowed")).waitFor();
});

it("a model is switched off and on, each with a reason", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "catalogue");
  for (const to of ["off", "on"]) {
    await person.open("/models/forecasts");
    const fold = person.page.locator("details", { hasText: person.text(`models.is_on_${to}`) });
    await fold.locator("summary").click();
    await fold.locator("textarea").fill("A look at the fallback");
    await fold.getByRole("button", { name: person.text(`models.is_on_${to}`), exact: true }).click();
    await fold.getByRole("button", { name: person.text("models.switch_confirm") }).click();
    await person.page.getByText(person.text("models.done.switched")).waitFor();
  }

  expect(await person.page.locator("main h1 ~ *, main h1").getByText(person.text("models.on")).count()).toBe(1);
});

it("the home page is saved as it was", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "catalogue");
  await person.open("/home");

  await person.page.getByRole("button", { name: person.text("home.save"), exact: true }).click();
  await person.page.getByText(person.text("home.done.saved")).waitFor();

  expect(await person.page.locator("[id='home-kind.0']").inputValue()).not.toBe("");
});
