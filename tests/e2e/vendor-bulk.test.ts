import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { placeOrder } from "./support/orders.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

/** The list narrowed to the order, once it says that (the list follows a moment after what happens); without it, once it has the order. */
async function openFound(person: Shopper, number: string, saying = number): Promise<void> {
  await expect
    .poll(async () => {
      await person.open(`/orders?q=${number}`);
      return person.page.locator("tbody tr").allInnerTexts();
    })
    .toEqual([expect.stringContaining(saying)]);
}

it.each([
  { region: "eu", locale: "en-NL", hasScripts: true },
  { region: "mena", locale: "ar-AE", hasScripts: true },
  { region: "eu", locale: "en-NL", hasScripts: false },
])("a vendor accepts the chosen orders and prints what to pack: $locale, scripts $hasScripts", async (who) => {
  const { region, locale, hasScripts } = who;
  const { number, vendor } = await placeOrder(region, locale);
  const person = await browser({ ...atDashboard(region, locale), hasScripts });
  await enter(person, vendor);
  await openFound(person, number);

  await person.page.locator("tbody input[type=checkbox]").check();
  await person.page.getByRole("button", { name: person.text("orders.to_chosen") }).click();
  await person.page.waitForURL(/\/orders\/chosen\?order=vord_/);
  if (hasScripts) expect(await violations(person)).toEqual([]);
  for (const paper of ["packing_slips", "pick_list"]) {
    const waiting = person.page.waitForEvent("download");
    await person.page.getByRole("link", { name: person.text(`orders.${paper}`) }).click();
    expect((await waiting).suggestedFilename()).toMatch(/\.pdf$/);
  }
  await person.page.locator("form:has([name=orders]) button[type=submit]").click();
  await person.page.getByText(person.text("orders.none_new")).waitFor();

  await person.page.locator("tbody").getByText(person.text("orders.states.accepted")).waitFor();
});

it("a file of tracking numbers ships what it can, and says of each row what became of it", async () => {
  const { number, vendor } = await placeOrder("eu", "en-NL");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, vendor);
  await openFound(person, number);
  const rows = ["Order,Carrier,Tracking", `${number}-1,PostNL,3SBULK1`, "E999999-1,PostNL,3SBULK2"];

  await person.page.getByText(person.text("orders.file_title")).click();
  const file = { name: "tracking.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
  await person.page.locator("#ship-file-file").setInputFiles(file);
  await person.page.getByRole("button", { name: person.text("orders.ship_file") }).click();
  const results = person.page.locator("form:has(#ship-file-file) li");
  await results.getByText(person.text("orders.row_shipped")).waitFor();

  await results.getByText(person.text("orders.row_unknown")).waitFor();
  await openFound(person, number, person.text("orders.states.shipped"));
});
