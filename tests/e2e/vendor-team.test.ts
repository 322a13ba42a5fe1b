import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { vendorDesk } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "voltaro";

it("a person is invited, gets another role and loses the access", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/team");
  const email = `helper-${crypto.randomUUID()}@example.com`;
  const { read } = await vendorDesk("eu", VENDOR);
  const rolesNow = async () =>
    (await read("vendor/members")).items.find((one: { email: string }) => one.email === email)?.roles;
  await person.page.locator("#invite-name").fill("A helper");
  await person.page.locator("#invite-email").fill(email);
  const invite = person.page.getByRole("button", { name: person.text("team.invite") });

  await invite.click();
  await person.page.getByText(person.text("team.choose_role")).waitFor();
  expect(await person.page.locator("#invite-email").inputValue()).toBe(email);
  await person.page.locator("#invite-role\\.fulfilment").check();
  await invite.click();
  await person.page.getByText(`${email} is invited.`).waitFor();
  expect(await rolesNow()).toEqual(["fulfilment"]);

  await person.page.getByRole("row").filter({ hasText: email }).getByRole("link").click();
  await person.page.locator("#roles-role\\.accountant").check();
  await person.page.getByRole("button", { name: person.text("team.save_roles") }).click();
  await person.page.getByText(person.text("team.roles_saved")).waitFor();
  expect(new Set(await rolesNow())).toEqual(new Set(["fulfilment", "accountant"]));

  await person.page.getByText(person.text("team.remove_title")).first().click();
  await person.page.getByRole("button", { name: person.text("team.remove"), exact: true }).click();
  await person.page.getByRole("button", { name: person.text("team.remove_confirm") }).click();
  await person.page.getByText(person.text("team.removed")).waitFor();
  expect(await rolesNow()).toBeUndefined();
});

it("the last owner stays", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/team");
  await person.page
    .getByRole("row")
    .filter({ hasText: `${VENDOR}@demo.example` })
    .getByRole("link")
    .click();
  await person.page.getByText(person.text("team.remove_title")).first().click();
  await person.page.getByRole("button", { name: person.text("team.remove"), exact: true }).click();
  await person.page.getByRole("button", { name: person.text("team.remove_confirm") }).click();

  await person.page.getByRole("alert").waitFor();
});

it("an API key is shown once, works, and is refused after it is revoked", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/settings/keys");
  const name = `Warehouse ${crypto.randomUUID()}`;
  await person.page.locator("#key-name").fill(name);
  await person.page.locator("[name='role.fulfilment']").check();
  await person.page.getByRole("button", { name: person.text("settings.keys.create") }).click();
  await person.page.getByText(person.text("settings.keys.made")).waitFor();
  const secret = await person.page.locator("#key-secret").inputValue();
  const status = async () =>
    (await callApi("eu", "vendor/orders", { headers: { Authorization: `Api-Key ${secret}` } })).status;
  expect(await status()).toBe(200);

  await person.open("/settings/keys");
  expect(await person.page.locator("#key-secret").count()).toBe(0);
  const row = person.page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: person.text("settings.keys.revoke"), exact: true }).click();
  await row.getByRole("button", { name: person.text("settings.keys.confirm") }).click();
  await row.getByText(person.text("settings.keys.is_revoked")).waitFor();

  expect(await status()).toBe(401);
});
