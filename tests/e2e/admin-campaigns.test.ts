import { expect, it } from "vitest";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

it("a mail to a segment is written, shows whom it would reach, and is canceled before it is sent", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  const { page } = person;
  await person.open("/customers/campaigns");
  await page.getByText(person.text("campaigns.new"), { exact: true }).click();
  await page.locator("#campaign-name").fill(`Mugs ${mark}`);
  await page.getByRole("button", { name: person.text("campaigns.create") }).click();
  await page.getByText(person.text("campaigns.fill_both")).first().waitFor();
  expect(await page.locator("#campaign-name").inputValue()).toBe(`Mugs ${mark}`);
  await page.locator("[id^=campaign-subject-][required]").first().fill("New mugs");
  await page.locator("[id^=campaign-body-][required]").first().fill("Have a look.");
  await page.getByRole("button", { name: person.text("campaigns.create") }).click();
  await page.getByText(person.text("campaigns.done.created")).waitFor();

  await page.getByRole("link", { name: `Mugs ${mark}` }).click();
  await page.getByText(person.text("campaigns.would_reach")).waitFor();
  await page.getByRole("button", { name: person.text("campaigns.cancel") }).click();
  await page.getByRole("button", { name: person.text("campaigns.cancel_confirm") }).click();
  await page.getByText(person.text("campaigns.done.canceled")).waitFor();
});

it("a link that is not from a mail takes no consent back", async () => {
  const shopper = await browser({ region: "eu", locale: "en-NL" });
  await shopper.open("/unsubscribe?token=x");
  await shopper.page.getByRole("button", { name: shopper.text("account.unsubscribe.submit") }).click();

  await shopper.page.getByRole("alert").first().waitFor();
});
