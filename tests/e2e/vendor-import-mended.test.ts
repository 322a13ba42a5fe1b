import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

// Shopify's own example of a product file, beside the project. Where it is not, the test says so by being skipped.
const APPAREL = new URL("../../../shared/data/shopify/apparel.csv", import.meta.url);

const browser = useShoppers();

it.skipIf(!existsSync(APPAREL))(
  "a real file with two faults is tried, mended where they are shown, and imported",
  async () => {
    const word = crypto.randomUUID().slice(0, 8);
    const content = readFileSync(APPAREL, "utf8")
      .replaceAll(/^([a-z0-9-]+),/gm, `$1-${word},`) // products of this run's own
      .replace(",deny,manual,50,", ",deny,manual,fifty,")
      .replace(",deny,manual,60,", ",deny,manual,sixty,");
    const person = await browser(atDashboard("eu", "en-NL"));
    await enter(person, "waldweg");
    await person.open("/imports");
    const file = { name: "apparel.csv", mimeType: "text/csv", buffer: Buffer.from(content) };
    await person.page.locator("#import-file").setInputFiles(file);
    await person.page.getByRole("button", { name: person.text("imports.start") }).click();
    await person.page.getByRole("button", { name: person.text("imports.map.start"), exact: true }).click();
    await person.page.getByText(person.text("imports.trial_done")).waitFor();

    const cells = person.page.locator("input[id^='mend-cell.']");
    expect(await cells.evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).toEqual([
      "fifty",
      "sixty",
    ]);
    await cells.nth(0).fill("50");
    await cells.nth(1).fill("60");
    await person.page.locator("#mend-dry_run").uncheck();
    await person.page.getByRole("button", { name: person.text("imports.mend.send") }).click();
    await person.page.getByText(person.text("imports.real_done")).waitFor();

    const headers = await asVendor("eu", "waldweg");
    const { body } = await callApi("eu", `vendor/imports/${person.page.url().split("/").at(-1)}`, { headers });
    expect(body).toMatchObject({ is_complete: true, dry_run: false, filename: "apparel.csv" });
    expect(body.counts).toMatchObject({ created: 20, errors: 0 });
  },
);
