import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor, vendorDesk } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter, join } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "voltaro";

async function accountOf(currency: string) {
  const headers = await asVendor("eu", VENDOR);
  return (await callApi("eu", `vendor/payout-account?currency=${currency}`, { headers })).body;
}

it("an account is named after a question, and the page says that the first payout waits", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/payout-account");
  const form = person.page.locator("form:has(#account-EUR-holder)");
  await person.page.locator("summary").click();
  await form.locator("[name=account]").fill("NL91 ABNA 0417 1643 00");
  await form.locator("[name=holder]").fill("Voltaro B.V.");

  await form.getByRole("button", { name: person.text("payout-account.save") }).click();
  await person.page.getByText("4300, held by Voltaro B.V.", { exact: false }).waitFor();
  await form.getByRole("button", { name: person.text("payout-account.confirm") }).click();
  await person.page.getByText(person.text("payout-account.saved")).waitFor();

  await person.page.getByText(person.text("money.holds.account_changed_lately")).waitFor();
  expect(await accountOf("EUR")).toMatchObject({ is_set: true, holder: "Voltaro B.V.", bic: "" });
});

it("what is no account is refused next to its field, and nothing changes", async () => {
  const before = await accountOf("EUR");
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/payout-account");
  const form = person.page.locator("form:has(#account-EUR-holder)");
  await person.page.locator("summary").click();
  await form.locator("[name=account]").fill("NL00 ABNA 0417 1643 00");
  await form.locator("[name=holder]").fill("Voltaro B.V.");

  await form.getByRole("button", { name: person.text("payout-account.save") }).click();
  await form.getByRole("button", { name: person.text("payout-account.confirm") }).click();
  await person.page.locator("[id='account-EUR-account-error']").waitFor();

  expect(await form.locator("[name=account]").inputValue()).toBe("NL00 ABNA 0417 1643 00");
  expect((await accountOf("EUR")).etag).toBe(before.etag);
});

it("a manager reads which role opens it, and sees no way there", async () => {
  const { act } = await vendorDesk("eu", VENDOR);
  const email = `manager-${crypto.randomUUID()}@example.com`;
  await act("vendor/members", { email, name: "A manager", roles: ["manager"], language: "en" });
  const person = await browser(atDashboard("eu", "en-NL"));
  await join(person, email);

  await person.open("/payout-account");
  await person.page.getByText(person.text("frame.not_allowed")).waitFor();
  await person.open("/balance");
  await person.page.getByRole("link", { name: person.text("money.parts.payouts"), exact: true }).waitFor();

  expect(await person.page.getByRole("link", { name: person.text("money.parts.account"), exact: true }).count()).toBe(
    0,
  );
});
