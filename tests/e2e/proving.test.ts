import { expect, it } from "vitest";
import { overflow, violations } from "./support/axe.ts";
import { newCustomer, sendLogin } from "./support/customers.ts";
import { PASSWORD, staffDesk } from "./support/operator.ts";
import { logIn, newMember, setUp } from "./support/second-factor.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard } from "./support/vendors.ts";

const browser = useShoppers();
const LONG_AGO_S = 11 * 60; // after which the API asks again who one is

const PEOPLE = [
  { region: "eu", locale: "en-NL", slug: "waldweg", width: 1280 },
  { region: "mena", locale: "ar-AE", slug: "khayt", width: 390 },
];

it.each(PEOPLE)(
  "an owner adds a passkey, logs in with it, and proves by it before a key is made: $locale",
  async ({ region, locale, slug, width }) => {
    const email = await newMember(region, slug, "owner");
    const person = await browser(atDashboard(region, locale, width));
    await holdPasskeys(person);
    await logIn(person, email);
    await setUp(person, region);

    await person.open("/security");
    await person.page.locator("#passkey-name").fill("Laptop");
    await person.page.getByRole("button", { name: person.text("security.passkeys.add") }).click();
    await person.page.getByText(person.text("security.passkeys.added_done")).waitFor();
    await expectReadable(person);

    await person.context.clearCookies({ name: "gm_session" });
    await person.open("/login?next=/settings/keys");
    await sendLogin(person, email, PASSWORD);
    await person.page.getByRole("button", { name: person.text("security.passkeys.use") }).click();
    await person.page.locator("#key-name").waitFor();

    await letTimePass(region);
    await person.open("/settings/keys");
    await makeKey(person);
    await person.page.getByText(person.text("security.proof.code")).waitFor();
    await expectReadable(person);
    await person.page.getByRole("button", { name: person.text("security.passkeys.use") }).click();
    await person.page.getByText(person.text("settings.keys.made")).waitFor();
  },
);

it.each([true, false])(
  "who has a password alone proves by it, and nothing typed is lost; scripts: %s",
  async (hasScripts) => {
    const email = await newMember("eu", "waldweg", "owner");
    const person = await browser({ ...atDashboard("eu", "en-NL"), hasScripts });
    await logIn(person, email);
    await letTimePass("eu");

    await person.open("/settings/keys");
    await makeKey(person);
    await person.page.locator("#key-proof_password").fill("not the password");
    await person.page.getByRole("button", { name: person.text("security.proof.submit") }).click();
    await person.page.locator("#key-proof_password-error").waitFor();
    await person.page.locator("#key-proof_password").fill(PASSWORD);
    await person.page.getByRole("button", { name: person.text("security.proof.submit") }).click();

    await person.page.getByText(person.text("settings.keys.made")).waitFor();
    await person.page.getByText("Warehouse", { exact: true }).first().waitFor();
  },
);

it("a colleague's roles are changed after a question and a password, asked once each", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const email = `colleague-${mark}@example.com`;
  const member = await (await staffDesk("eu")).act("admin/staff", {
    email,
    name: "Nina New",
    roles: ["support"],
    reason: "A test",
  });
  const admin = await browser(atPanel("eu", "en-NL"));
  await enterAs(admin, "admin");
  await letTimePass("eu");

  await admin.open(`/staff/${member.id}`);
  await admin.page.locator("#roles-role_finance").check();
  await admin.page.locator("#roles-reason").fill("Does payouts, too");
  const button = admin.page.locator("form:has(#roles-reason) button[type=submit]");
  await button.click();
  await admin.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
  await admin.page.locator("#roles-proof_password").fill(PASSWORD);
  await button.click();

  await admin.page.getByText(admin.text("staff.done.roles_changed")).waitFor();
  await (await staffDesk("eu")).act(`admin/staff/${member.id}/end-access`, { reason: "The test is over" });
});

it("support sees the shop as a customer, changes nothing, and the customer reads of it", async () => {
  const customer = await newCustomer("eu");
  const { items } = await (await staffDesk("eu")).read(
    `admin/customers?${new URLSearchParams({ email: customer.email })}`,
  );
  const support = await browser(atPanel("eu", "en-NL"));
  await enterAs(support, "support");
  await support.open(`/customers/${items[0].id}`);
  await support.page.getByText(support.text("customers.support_view.title")).click();
  await support.page.locator("#support-view-reason").fill("The customer cannot find the invoice");
  const button = support.page.locator("form:has(#support-view-reason) button[type=submit]");
  await button.click();
  await support.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
  const link = support.page.getByRole("link", { name: support.text("customers.support_view.open") });

  const shop = await browser({ region: "eu", locale: "en-NL" });
  await shop.page.goto((await link.getAttribute("href")) ?? "");
  await shop.page.waitForURL(`${shop.home}/account`);
  await shop.page.getByText(shop.text("frame.support_view.text")).waitFor();
  await expectReadable(shop);
  await shop.open("/account/profile");
  await shop.page.locator("form:has(#profile-name) button[type=submit]").click();
  await shop.page.locator("main").getByText("nothing can be changed here").waitFor();
  await shop.page.getByRole("button", { name: shop.text("frame.support_view.end") }).click();
  await shop.page.waitForURL(/\/login/);

  const own = await browser({ region: "eu", locale: "en-NL" });
  await own.open("/account/security");
  await sendLogin(own, customer.email);
  await own.page.locator("#support + p + ul li").waitFor();
  expect(await own.page.locator("#support + p + ul li").count()).toBe(1);
});

/** The browser has a device that makes and uses passkeys, and asks nobody. */
async function holdPasskeys(person: Shopper): Promise<void> {
  const devices = await person.context.newCDPSession(person.page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function makeKey(person: Shopper): Promise<void> {
  await person.page.locator("#key-name").fill("Warehouse");
  await person.page.locator("input[name^='role.']").first().check();
  await person.page.locator("form:has(#key-name) button[type=submit]").click();
}

async function letTimePass(region: string): Promise<void> {
  await (await staffDesk(region)).act("admin/development/clock", { advance_s: LONG_AGO_S });
}

async function expectReadable(person: Shopper): Promise<void> {
  expect(await violations(person)).toEqual([]);
  expect(await overflow(person)).toBeLessThanOrEqual(0);
}
