import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { sendLogin } from "./support/customers.ts";
import { linkInMail } from "./support/mails.ts";
import { PASSWORD } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard } from "./support/vendors.ts";

const browser = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", hasScripts: true },
  { region: "mena", locale: "ar-AE", hasScripts: true },
  { region: "eu", locale: "nl-BE", hasScripts: false },
])("a business applies, confirms its address and logs in: $locale, scripts $hasScripts", async (who) => {
  const { region, locale, hasScripts } = who;
  const email = `applicant-${crypto.randomUUID()}@example.com`;
  const person = await browser({ ...atDashboard(region, locale), hasScripts });
  await person.open("/login");
  await person.page.getByRole("link", { name: person.text("auth.apply") }).click();
  await person.page.waitForURL(/\/apply$/);
  if (hasScripts) expect(await violations(person)).toEqual([]);

  await person.page.locator("#apply-name").fill("Studio Sixteen");
  await person.page.locator("#apply-legal_name").fill("Studio Sixteen B.V.");
  await person.page.locator("#apply-owner_name").fill("Noor Jansen");
  await person.page.locator("#apply-email").fill(email);
  await person.page.locator("#apply-password").fill("short");
  await person.page.getByRole("button", { name: person.text("applying.send") }).click();
  await person.page.locator("#apply-password-error").waitFor();
  expect(await person.page.locator("#apply-name").inputValue()).toBe("Studio Sixteen");
  await person.page.locator("#apply-password").fill(PASSWORD);
  await person.page.getByRole("button", { name: person.text("applying.send") }).click();
  await person.page.getByText(email).waitFor();
  await person.page.goto(await linkInMail(email, "/confirm-email"));
  await person.page.getByRole("button", { name: person.text("confirmation.confirm") }).click();
  await person.page.getByText(person.text("auth.done.confirmed")).waitFor();
  await sendLogin(person, email, PASSWORD);

  await person.page.waitForURL(person.home);
});
