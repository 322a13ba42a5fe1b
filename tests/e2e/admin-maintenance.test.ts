import { afterEach, expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { violations } from "./support/axe.ts";
import { asStaff, editRegion } from "./support/operator.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard } from "./support/vendors.ts";

const browser = useShoppers();
const REGION = "mena";

/** Whatever a test leaves behind, the region is open for the next one. */
afterEach(async () => {
  const headers = await asStaff(REGION);
  const { body } = await callApi(REGION, "admin/region", { headers });
  if (!body.is_in_maintenance) return;
  await editRegion(REGION, { is_in_maintenance: false, maintenance_texts: {} });
});

async function send(person: Shopper, form: string): Promise<void> {
  await person.page.locator(`#${form}-reason`).fill("A test of maintenance");
  const button = person.page.locator(`form:has(#${form}-reason) button[type=submit]`);
  await button.click();
  await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
}

/** The page that stands in place of every other one, once the apps know. */
async function readsOf(person: Shopper, path = ""): Promise<string> {
  await expect
    .poll(async () => {
      const answer = await person.page.goto(person.home + path);
      return answer?.status();
    })
    .toBe(503);
  return (await person.page.locator("body").textContent()) ?? "";
}

it("customers and vendors read why and until when, while staff go on and open again", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const staff = await browser(atPanel(REGION, "en-AE"));
  await enterAs(staff, "admin");
  await staff.open("/region");
  await staff.page.getByText(staff.text("region.begin_title")).click();
  await staff.page.locator("[id='maintenance-maintenance_texts.en']").fill(`We are moving ${mark}.`);
  await staff.page.locator("#maintenance-maintenance_until").fill("2999-06-01T14:30");
  await send(staff, "maintenance");
  await staff.page.getByText(staff.text("region.done.shut")).waitFor();

  const shopper = await browser({ region: REGION, locale: "en-AE" });
  await expect.poll(() => readsOf(shopper)).toContain(`We are moving ${mark}.`);
  expect(await readsOf(shopper)).toContain("2999");
  expect(await violations(shopper)).toEqual([]);
  const vendor = await browser(atDashboard(REGION, "en-AE"));
  await expect.poll(() => readsOf(vendor, "/login")).toContain(`We are moving ${mark}.`);
  // Each process reads the region's settings anew every few seconds.
  const refused = expect.objectContaining({
    code: "in_maintenance",
    detail: expect.stringContaining(`We are moving ${mark}.`),
  });
  await expect.poll(() => callApi(REGION, "store/products")).toMatchObject({ status: 503, body: refused });
  expect((await callApi(REGION, "webhooks/sandbox", { method: "POST", body: {} })).status).not.toBe(503);

  await staff.open("/orders");
  await staff.page.getByRole("heading", { level: 1 }).waitFor();
  const second = await browser(atPanel(REGION, "en-AE"));
  await enterAs(second, "support");
  await staff.open("/region");
  await send(staff, "maintenance");
  await staff.page.getByText(staff.text("region.done.opened")).waitFor();
  await expect.poll(async () => (await shopper.page.goto(shopper.home))?.status()).toBe(200);
});

it("the message is changed while it lasts; without one the shop says its own words", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const staff = await browser(atPanel(REGION, "en-AE"));
  await enterAs(staff, "admin");
  await staff.open("/region");
  await staff.page.getByText(staff.text("region.begin_title")).click();
  await staff.page.locator("[id='maintenance-maintenance_texts.en']").fill("");
  await send(staff, "maintenance");
  await staff.page.getByText(staff.text("region.done.shut")).waitFor();
  const shopper = await browser({ region: REGION, locale: "en-AE" });
  await expect.poll(() => readsOf(shopper)).toContain(shopper.text("faults.pages.maintenance.hint"));

  await staff.page.getByText(staff.text("region.change_title")).click();
  await staff.page.locator("[id='notice-maintenance_texts.en']").fill(`A little longer ${mark}.`);
  await send(staff, "notice");
  await staff.page.getByText(staff.text("region.done.notice")).waitFor();

  await expect.poll(() => readsOf(shopper)).toContain(`A little longer ${mark}.`);
});
