import { expect, it } from "vitest";
import { overflow, violations } from "./support/axe.ts";
import { placeOrder } from "./support/orders.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", width: 1280, hasScripts: true },
  { region: "mena", locale: "ar-AE", width: 820, hasScripts: true },
  { region: "eu", locale: "en-NL", width: 1280, hasScripts: false },
])("finance tries a plan on a real sale, and nothing is saved: $locale, scripts $hasScripts", async (who) => {
  const { region, locale, width, hasScripts } = who;
  const { number } = await placeOrder(region, locale);
  const person = await browser({ ...atPanel(region, locale, width), hasScripts });
  await enterAs(person, "finance");
  await expect
    .poll(async () => {
      await person.open(`/orders?q=${number}`);
      return person.page.locator("tbody tr").count();
    })
    .toBe(1);
  await person.page.locator("tbody th a").click();
  await person.page.locator("main a[href*='/vendors/ven_']").first().click();
  await person.page.waitForURL(/\/vendors\/ven_/);

  await person.page.getByText(person.text("vendors.change_plan"), { exact: true }).click();
  await person.page.locator("#plan-sale").selectOption({ label: number });
  const percent = person.page.locator("#plan-percent");
  const before = await percent.inputValue();
  await person.page.getByRole("button", { name: person.text("vendors.preview.try") }).click();
  const table = person.page.getByRole("region", { name: person.text("vendors.preview.caption") });
  await table.waitFor();
  const asItIs = await table.getByRole("row").last().getByRole("cell").allTextContents();

  expect([asItIs[1], asItIs[3], asItIs[5]]).toEqual([asItIs[2], asItIs[4], asItIs[6]]);
  await percent.fill(before === "50" ? "40" : "50");
  await person.page.getByRole("button", { name: person.text("vendors.preview.try") }).click();
  await expect
    .poll(async () => (await table.getByRole("row").last().getByRole("cell").allTextContents())[2])
    .not.toBe(asItIs[2]);
  expect((await table.getByRole("row").last().getByRole("cell").allTextContents())[1]).toBe(asItIs[1]);
  if (hasScripts) {
    expect(await violations(person)).toEqual([]);
    expect(await overflow(person)).toBe(0);
  }
  await person.page.goto(person.page.url()); // to load it again would keep what was filled in
  await person.page.getByText(person.text("vendors.change_plan"), { exact: true }).click();
  expect(await percent.inputValue()).toBe(before);
});

it("terms that are no number are named before anything is tried", async () => {
  const { number } = await placeOrder("eu", "en-NL");
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "finance");
  await expect
    .poll(async () => {
      await person.open(`/orders?q=${number}`);
      return person.page.locator("tbody tr").count();
    })
    .toBe(1);
  await person.page.locator("tbody th a").click();
  await person.page.locator("main a[href*='/vendors/ven_']").first().click();
  await person.page.getByText(person.text("vendors.change_plan"), { exact: true }).click();

  await person.page.locator("#plan-percent").fill("a lot");
  await person.page.getByRole("button", { name: person.text("vendors.preview.try") }).click();

  await person.page.getByText(person.text("vendors.check_plan")).waitFor();
  expect(await person.page.locator("#plan-percent").getAttribute("aria-invalid")).toBe("true");
});
