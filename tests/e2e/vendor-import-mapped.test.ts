import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { violations } from "./support/axe.ts";
import { asVendor } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

/** A file as a shop's own program writes it; its header is this run's own, so that nothing is remembered of it. */
function ownFile(word: string): string {
  return [
    `Artikel;Title;Preis ${word};Lager;Intern`,
    `lampe-${word};Lampe ${word};42,50;7;geheim`,
    `becher-${word};Becher ${word};12,00;3;geheim`,
  ].join("\r\n");
}

async function upload(person: Shopper, content: string): Promise<void> {
  await person.open("/imports");
  const file = { name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(content) };
  await person.page.locator("#import-file").setInputFiles(file);
  await person.page.getByRole("button", { name: person.text("imports.start") }).click();
  await person.page.waitForURL(/\/imports\/drafts\/impd_/);
}

async function choose(person: Shopper, column: string, value: string): Promise<void> {
  await person.page.getByLabel(column, { exact: true }).selectOption(value);
}

it.each([
  { locale: "en-NL", width: 1280, hasScripts: true },
  { locale: "nl-BE", width: 390, hasScripts: false },
])("a file of another form is mapped, looked at, tried and imported: $locale, scripts $hasScripts", async (who) => {
  const word = crypto.randomUUID().slice(0, 8);
  const person = await browser({ ...atDashboard("eu", who.locale, who.width), hasScripts: who.hasScripts });
  await enter(person, "waldweg");
  await upload(person, ownFile(word));
  await person.page.getByText(person.text("imports.preview.none")).waitFor();
  if (who.hasScripts) expect(await violations(person)).toEqual([]);

  await choose(person, "Artikel", "Handle");
  await choose(person, `Preis ${word}`, "Variant Price");
  await choose(person, "Lager", "Variant Inventory Qty");
  await choose(person, "Intern", "-");
  await person.page.getByRole("button", { name: person.text("imports.map.look") }).click();
  const row = person.page.getByRole("row").filter({ hasText: `lampe-${word}` });
  await row.getByText("42").waitFor();
  expect(await row.getByText(`Lampe ${word}`).count()).toBe(1);

  await person.page.getByRole("button", { name: person.text("imports.map.start"), exact: true }).click();
  await person.page.waitForURL(/\/imports\/imp_/);
  await finished(person, "imports.trial_done");
  await person.page.getByRole("button", { name: person.text("imports.for_real") }).click();
  await finished(person, "imports.real_done");

  const headers = await asVendor("eu", "waldweg");
  const { body } = await callApi("eu", `vendor/imports/${person.page.url().split("/").at(-1)}`, { headers });
  expect(body).toMatchObject({ is_complete: true, dry_run: false });
  expect(body.counts).toMatchObject({ created: 2, errors: 0 });
});

it("the next file of the same header needs no mapping", async () => {
  const word = crypto.randomUUID().slice(0, 8);
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await upload(person, ownFile(word));
  await choose(person, "Artikel", "Handle");
  await choose(person, `Preis ${word}`, "Variant Price");
  await person.page.getByRole("button", { name: person.text("imports.map.start"), exact: true }).click();
  await finished(person, "imports.trial_done");

  await upload(person, ownFile(word));

  await person.page.getByText(person.text("imports.map.remembered")).waitFor();
  await person.page
    .getByRole("row")
    .filter({ hasText: `becher-${word}` })
    .waitFor();
});

it("a file without a column for the handle is not imported, and says what is missing", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await upload(person, "Artikel;Title\r\nlamp;Lamp");

  await person.page.getByRole("button", { name: person.text("imports.map.start"), exact: true }).click();

  await person.page.locator("form [role=alert]").waitFor();
  expect(person.page.url()).toContain("/imports/drafts/");
});

/** Without scripts the page is opened again until it says so. */
async function finished(person: Shopper, words: string): Promise<void> {
  const done = person.page.getByText(person.text(words));
  for (let tries = 0; tries < 60 && !(await done.count()); tries++) {
    await person.page.waitForTimeout(500);
    await person.page.reload();
  }
  await done.waitFor();
}
