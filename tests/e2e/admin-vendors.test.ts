import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { linkInMail, mailWith } from "./support/mails.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

/** An applicant whose owner has confirmed the address; its name is its own. */
async function applicant(region: string): Promise<{ name: string; email: string }> {
  const mark = crypto.randomUUID().slice(0, 8);
  const name = `Kiln ${mark}`;
  const email = `owner-${mark}@example.com`;
  const body = {
    name,
    legal_name: `${name} BV`,
    country: "NL",
    email,
    owner_name: "Noor de Vries",
    password: "a kiln beside the canal",
    language: "en",
  };
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const answer = await callApi(region, "vendor/applications", { method: "POST", headers, body });
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  const link = new URL(await linkInMail(email, "/confirm-email"));
  const confirmation = { token: link.searchParams.get("token") };
  await callApi(region, "auth/confirm-email", { method: "POST", body: confirmation });
  return { name, email };
}

async function openVendor(person: Shopper, name: string, state: string): Promise<void> {
  await person.open(`/vendors?q=${encodeURIComponent(name)}&state=${state}`);
  await person.page.getByRole("link", { name }).click();
  await person.page.getByRole("heading", { level: 1, name }).waitFor();
}

it("an application is approved, and the way back leads to the list as it was", async () => {
  const { name, email } = await applicant("eu");
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "catalogue");
  await openVendor(person, name, "pending");

  await person.page.getByRole("button", { name: person.text("vendors.approve"), exact: true }).click();
  await person.page.getByText(person.text("vendors.done.approved")).waitFor();

  await mailWith(email, name);
  expect(await person.page.getByRole("button", { name: person.text("vendors.approve"), exact: true }).count()).toBe(0);
  await person.page
    .getByRole("link", { name: person.text("vendors.title"), exact: true })
    .last()
    .click();
  await person.page.waitForURL(/\/vendors\?q=Kiln.*state=pending/);
});

it("a suspension needs a reason and a yes, and a role that finance has not", async () => {
  const { name } = await applicant("eu");
  const finance = await browser(atPanel("eu", "en-NL"));
  await enterAs(finance, "finance");
  await openVendor(finance, name, "pending");
  expect(await finance.page.getByRole("button", { name: finance.text("vendors.approve"), exact: true }).count()).toBe(
    0,
  );

  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  await openVendor(person, name, "pending");
  await person.page.getByRole("button", { name: person.text("vendors.approve"), exact: true }).click();
  await person.page.getByText(person.text("vendors.done.approved")).waitFor();
  await person.page.getByText(person.text("vendors.suspend_title")).click();
  const suspend = person.page.getByRole("button", { name: person.text("vendors.suspend"), exact: true });
  await suspend.click();
  await person.page.getByText(person.text("forms.say_why")).first().waitFor();
  await person.page.locator("#suspend-reason").fill("Customers report empty parcels");
  await suspend.click();
  await person.page.getByRole("button", { name: person.text("vendors.suspend_confirm") }).click();
  await person.page.getByText(person.text("vendors.done.suspended")).waitFor();

  await person.page.getByText("Customers report empty parcels").first().waitFor();
});

it("two people change one commission: the second is asked again, and nothing is lost", async () => {
  const { name } = await applicant("eu");
  const [one, other] = [await browser(atPanel("eu", "en-NL")), await browser(atPanel("eu", "en-NL"))];
  for (const person of [one, other]) {
    await enterAs(person, "finance");
    await openVendor(person, name, "pending");
    await person.page.getByText(person.text("vendors.change_plan"), { exact: true }).click();
  }
  const set = async (person: Shopper, percent: string) => {
    await person.page.locator("#plan-percent").fill(percent);
    await person.page.locator("#plan-reason").fill("Agreed by telephone");
    await person.page.getByRole("button", { name: person.text("vendors.set_plan"), exact: true }).click();
    await person.page.getByRole("button", { name: person.text("vendors.confirm_plan") }).click();
  };

  await set(one, "9.5");
  await one.page.getByText(one.text("vendors.done.plan_set")).waitFor();
  await set(other, "8");
  await other.page.getByText(other.text("vendors.plan_stale")).waitFor();
  expect(await other.page.locator("#plan-percent").inputValue()).toBe("8");
  await other.page.getByRole("button", { name: other.text("vendors.set_plan"), exact: true }).click();
  await other.page.getByRole("button", { name: other.text("vendors.confirm_plan") }).click();

  await other.page.getByText(other.text("vendors.done.plan_set")).waitFor();
});

it.each([true, false])(
  "applications are decided many at a time, with what became of each; scripts: %s",
  async (hasScripts) => {
    const applicants = [await applicant("eu"), await applicant("eu")];
    const person = await browser({ ...atPanel("eu", "en-NL"), hasScripts });
    await enterAs(person, "catalogue");
    await person.open("/vendors?q=Kiln&state=pending");
    for (const { name } of applicants) await person.page.locator(`tbody input[value$="${name}"]`).check();
    await person.page.getByText(person.text("vendors.chosen.title")).click();
    await person.page.locator("#chosen-reason").fill("Papers in order");
    const button = person.page.locator("#chosen-rows button[type=submit]");

    await button.click();
    await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
    await button.click();

    const results = person.page.locator("#chosen-rows li");
    await results.first().waitFor();
    for (const { name, email } of applicants) {
      await results.filter({ hasText: name }).getByText(person.text("vendors.chosen.done.approve")).waitFor();
      await mailWith(email, name);
    }
    expect(
      await person.page
        .locator("tbody")
        .getByText(applicants[0]?.name ?? "")
        .count(),
    ).toBe(0);
  },
);

it.each([true, false])("what is unticked in the question is left alone; scripts: %s", async (hasScripts) => {
  const [wanted, left] = [await applicant("eu"), await applicant("eu")];
  const person = await browser({ ...atPanel("eu", "en-NL"), hasScripts });
  await enterAs(person, "catalogue");
  await person.open("/vendors?q=Kiln&state=pending");
  for (const { name } of [wanted, left]) await person.page.locator(`tbody input[value$="${name}"]`).check();
  await person.page.getByText(person.text("vendors.chosen.title")).click();
  await person.page.locator("#chosen-reason").fill("Papers in order");
  const button = person.page.locator("#chosen-rows button[type=submit]");
  await button.click();

  await person.page.getByRole("checkbox", { name: left.name, exact: true }).uncheck();
  await button.click(); // of one only it asks anew
  await person.page.getByRole("checkbox", { name: left.name, exact: true }).waitFor({ state: "detached" });
  await button.click();

  await person.page.locator("#chosen-rows li").filter({ hasText: wanted.name }).waitFor();
  await person.open(`/vendors?q=${encodeURIComponent(left.name)}&state=pending`);
  await person.page.getByRole("link", { name: left.name }).waitFor();
});

it("nobody is decided about without a tick and a reason", async () => {
  const { name } = await applicant("eu");
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "catalogue");
  await person.open(`/vendors?q=${encodeURIComponent(name)}&state=pending`);
  await person.page.getByText(person.text("vendors.chosen.title")).click();
  const button = person.page.locator("#chosen-rows button[type=submit]");

  await button.click();
  await person.page.getByText(person.text("chosen.none")).waitFor();
  await person.page.locator("tbody input[type=checkbox]").check();
  await button.click();
  await person.page.getByText(person.text("forms.say_why")).first().waitFor();

  await person.page.reload();
  expect(await person.page.locator("tbody").getByText(person.text("vendors.states.pending")).count()).toBe(1);
});
