import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { violations } from "./support/axe.ts";
import { asStaff } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

/** A code that no other run has: letters and digits. */
function newCode(): string {
  return `e2e${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;
}

async function describeRegion(person: Shopper, slug: string, countriesWithoutVat: string): Promise<void> {
  const typed = {
    slug,
    name: `Region ${slug}`,
    domains: `${slug}.example\napi.${slug}.example`,
    currencies: "JPY, SGD",
    default_currency: "JPY",
    languages: "en, ja",
    default_language: "en",
    countries: "JP, SG",
    countries_without_vat: countriesWithoutVat,
    timezone: "Asia/Tokyo",
    reason: "A test of regions",
  };
  for (const [name, value] of Object.entries(typed)) await person.page.locator(`#plan-${name}`).fill(value);
}

async function send(person: Shopper, form: string): Promise<void> {
  const button = person.page.locator(`form:has(#${form}-reason) button[type=submit]`);
  await button.click();
  await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
}

it("a region is planned by form, says what it still needs, serves nobody, and is withdrawn", async () => {
  const slug = newCode();
  const staff = await browser(atPanel("eu", "en-NL"));
  await enterAs(staff, "admin");
  await staff.open("/regions");
  await staff.page.getByRole("link", { name: staff.text("regions.new") }).click();
  await staff.page.getByRole("heading", { level: 1, name: staff.text("regions.new") }).waitFor();

  await describeRegion(staff, slug, "JP");
  await send(staff, "plan");
  await staff.page.getByText("no VAT rate is known for SG").first().waitFor();
  await staff.page.locator("#plan-countries_without_vat").fill("JP, SG");
  await send(staff, "plan");

  await staff.page.getByText(staff.text("regions.done.planned")).waitFor();
  await staff.page.getByText(`GM_REGION_${slug.toUpperCase()}_DATABASE_URL`, { exact: true }).waitFor();
  await staff.page.getByText(staff.text("regions.not_ready")).waitFor();
  expect(await violations(staff)).toEqual([]);
  const { status } = await callApi("eu", `admin/regions/${slug}/open`, {
    method: "POST",
    headers: { ...(await asStaff("eu")), "Idempotency-Key": crypto.randomUUID(), "If-Match": '"1"' },
    body: { reason: "Too early" },
  });
  expect(status).toBe(409);

  await staff.page.getByText(staff.text("regions.withdraw_title")).click();
  await staff.page.locator("#withdraw-reason").fill("The test is over");
  await send(staff, "withdraw");
  await staff.page.getByText(staff.text("regions.done.withdrawn")).waitFor();
  expect(await staff.page.getByText(slug).count()).toBe(0);
});
