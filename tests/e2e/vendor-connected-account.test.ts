import { describe, expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor, editRegion } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "voltaro";

describe.skipIf(!process.env.GM_STRIPE_SCRIPT)("Stripe, by its stand-in (make up GATEWAYS=stripe)", () => {
  it("an owner opens the account there, reads what is missing, gives it and goes back to the bank, without scripts", async () => {
    await editRegion("eu", { settings: { payout_by_provider: true } });
    await callApi("eu", "vendor/connected-account", { method: "DELETE", headers: await asVendor("eu", VENDOR) });
    const person = await browser({ ...atDashboard("eu", "en-NL"), hasScripts: false });
    const says = (name: string) => person.text(`payout-account.${name}`).replace("{provider}", "Stripe");
    const press = (name: string) => person.page.getByRole("button", { name: says(name) }).click();
    const toStripe = async (name: string) => {
      await press(name);
      await person.page.getByRole("link", { name: says("connected_go_on") }).click();
    };
    await enter(person, VENDOR);
    await person.open("/payout-account");

    await toStripe("connected_open");
    await person.page.locator("button[value=part]").click();
    await expect
      .poll(async () => {
        await person.page.reload();
        return person.page.getByText(says("asked.document")).count();
      })
      .toBe(1);
    await toStripe("connected_continue");
    await person.page.locator("button[value=complete]").click();
    await expect
      .poll(async () => {
        await person.page.reload();
        return person.page.getByText(says("connected_active")).count();
      })
      .toBe(1);
    const headers = await asVendor("eu", VENDOR);
    expect((await callApi("eu", "vendor/connected-account", { headers })).body.state).toBe("active");

    await press("connected_end");
    await press("connected_end_confirm");
    await person.page.getByText(says("connected_intro")).waitFor();
  });
});
