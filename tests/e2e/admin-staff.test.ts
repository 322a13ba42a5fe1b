import { expect, it } from "vitest";
import { sendLogin } from "./support/customers.ts";
import { linkInMail } from "./support/mails.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();
const CHOSEN = "a lantern over the canal";

/** Fill in why, send, and say yes to the question. */
async function confirm(person: Shopper, form: string, reason: string): Promise<void> {
  await person.page.locator(`#${form}-reason`).fill(reason);
  const button = person.page.locator(`form:has(#${form}-reason) button[type=submit]`);
  await button.click();
  await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
}

it("a person is invited, chooses a password, works by the role, gets another one, and is let go", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const email = `colleague-${mark}@example.com`;
  const admin = await browser(atPanel("eu", "en-NL"));
  await enterAs(admin, "admin");
  await admin.open("/staff");
  await admin.page.getByText(admin.text("staff.invite_title")).click();
  await admin.page.locator("#invite-name").fill(`Colleague ${mark}`);
  await admin.page.locator("#invite-email").fill(email);
  await admin.page.locator("#invite-role_support").check();
  await confirm(admin, "invite", "Helps with returns");
  await admin.page.getByText(admin.text("staff.done.invited")).waitFor();

  const link = new URL(await linkInMail(email, "/accept-invitation"));
  const colleague = await browser(atPanel("eu", "en-NL"));
  await colleague.open(`/accept-invitation${link.search}`);
  await colleague.page.locator("#reset-password").fill(CHOSEN);
  await colleague.page.locator("form:has(#reset-password) button[type=submit]").click();
  await colleague.page.waitForURL(/\/login/);
  await sendLogin(colleague, email, CHOSEN);
  await colleague.page.waitForURL(colleague.home);
  await colleague.open("/staff");
  await colleague.page.getByText(colleague.text("frame.not_allowed")).waitFor();

  await admin.open(`/staff?q=${mark}`);
  await admin.page.getByRole("link", { name: `Colleague ${mark}` }).click();
  await admin.page.locator("#roles-role_finance").check();
  await confirm(admin, "roles", "Does payouts, too");
  await admin.page.getByText(admin.text("staff.done.roles_changed")).waitFor();
  await colleague.open("/orders"); // the session has ended
  await colleague.page.waitForURL(/\/login/);

  await admin.page.getByText(admin.text("staff.end_title")).click();
  await confirm(admin, "end", "Left the company");
  await admin.page.getByText(admin.text("staff.done.access_ended")).waitFor();
  await sendLogin(colleague, email, CHOSEN);
  await colleague.page.locator("[role=alert], [role=group]").first().waitFor();
  expect(colleague.page.url()).toContain("/login");

  await admin.open(`/audit-log?action=staff.access_ended`);
  await admin.page.getByText("Left the company").first().waitFor();
  await admin.page.getByText(admin.text("audit_log.intact"), { exact: true }).waitFor();
});

it("an administrator finds no form for the own roles", async () => {
  const admin = await browser(atPanel("eu", "en-NL"));
  await enterAs(admin, "admin");
  await admin.open("/staff?q=admin@demo");
  await admin.page.locator("tbody th a").first().click();
  await admin.page.getByText(admin.text("staff.own")).waitFor();
  expect(await admin.page.locator("#roles-reason").count()).toBe(0);
});
