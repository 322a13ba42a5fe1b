import { expect, it } from "vitest";
import { codeOf } from "./support/authenticator.ts";
import { overflow, violations } from "./support/axe.ts";
import { sendLogin } from "./support/customers.ts";
import { PASSWORD, timeIn } from "./support/operator.ts";
import { logIn, newMember, setUp } from "./support/second-factor.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const PEOPLE = [
  { region: "eu", locale: "en-NL", slug: "waldweg", width: 1280 },
  { region: "mena", locale: "ar-AE", slug: "khayt", width: 390 },
];

it.each(PEOPLE)(
  "a person sets up a second factor, logs in with it, and removes it: $locale",
  async ({ region, locale, slug, width }) => {
    const email = await newMember(region, slug);
    const person = await browser(atDashboard(region, locale, width));
    await logIn(person, email);
    const { secret, recovery } = await setUp(person, region, expectReadable);

    await person.context.clearCookies({ name: "gm_session" });
    await person.open("/login?next=/orders");
    await sendLogin(person, email, PASSWORD);
    await person.page.waitForURL(/\/login\/code/);
    await expectReadable(person);
    await sendCode(person, "000000");
    await person.page.locator("main [role=alert]").waitFor();
    await sendCode(person, recovery);
    await person.page.getByRole("link", { name: person.text("frame.sections.orders"), exact: true }).waitFor();

    await person.open("/security");
    await remove(person, codeOf(secret, await timeIn(region), 1));
    await person.page.getByText(person.text("security.done.removed")).waitFor();
    await expectReadable(person);
    expect(await person.page.locator("#second-factor-password").count()).toBe(1);
  },
);

it("without scripts the recovery codes are shown as well", async () => {
  const email = await newMember("eu", "waldweg");
  const person = await browser({ ...atDashboard("eu", "en-NL"), hasScripts: false });
  await logIn(person, email);

  const { recovery } = await setUp(person, "eu");

  await person.context.clearCookies({ name: "gm_session" });
  await person.open("/login");
  await sendLogin(person, email, PASSWORD);
  await sendCode(person, recovery);
  await person.page.getByRole("link", { name: person.text("frame.sections.orders"), exact: true }).waitFor();
});

it("a person logs out at another place", async () => {
  const [here, there] = [await browser(atDashboard("eu", "en-NL")), await browser(atDashboard("eu", "en-NL"))];
  await enter(there, "papier-en-eik");
  await enter(here, "papier-en-eik");

  await here.open("/security");
  await here.page
    .getByRole("main")
    .getByRole("button", { name: here.text("security.end"), exact: true })
    .first()
    .click();
  await here.page.getByText(here.text("security.done.session_ended")).waitFor();

  await there.open("/orders");
  await there.page.waitForURL(/\/login/);
});

async function expectReadable(person: Shopper): Promise<void> {
  expect(await violations(person)).toEqual([]);
  expect(await overflow(person)).toBeLessThanOrEqual(0);
}

async function sendCode(person: Shopper, code: string): Promise<void> {
  await person.page.locator("#code-code").fill(code);
  await person.page.getByRole("button", { name: person.text("security.code.submit") }).click();
}

async function remove(person: Shopper, code: string): Promise<void> {
  const form = person.page.locator("details", { hasText: person.text("security.remove") });
  await form.locator("summary").click();
  await form.locator("#remove-password").fill(PASSWORD);
  await form.locator("#remove-code").fill(code);
  await form.getByRole("button", { name: person.text("security.remove") }).click();
}
