import { expect, it } from "vitest";
import { newCustomer, sendLogin } from "./support/customers.ts";
import { PASSWORD } from "./support/operator.ts";
import { getPage } from "./support/pages.ts";
import { SHOP_PORT, VENDOR_PORT } from "./support/settings.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const DASHBOARDS = [
  { region: "eu", locale: "en-NL", slug: "atelier-noord", width: 1280 },
  { region: "mena", locale: "ar-AE", slug: "dar-al-nakhla", width: 390 },
];

it.each(DASHBOARDS)(
  "a vendor's person comes back to the page that was asked for, and out again: $locale",
  async ({ region, locale, slug, width }) => {
    const person = await browser(atDashboard(region, locale, width));
    await person.open("/orders?state=new");
    await person.page.waitForURL(/\/login\?next=/);

    await sendLogin(person, `${slug}@demo.example`, PASSWORD);
    await person.page.waitForURL(`${person.home}/orders?state=new`);
    await person.page.getByRole("heading", { level: 1, name: person.text("orders.title") }).waitFor();
    await person.page.getByRole("button", { name: person.text("frame.log_out") }).click();
    await person.page.getByText(person.text("auth.done.logged_out")).waitFor();
    await person.open("/");

    await person.page.waitForURL(/\/login/);
    expect(await person.page.getByRole("navigation", { name: person.text("frame.sections_title") }).count()).toBe(0);
  },
);

it("a customer's login opens nothing here, and a wrong password says so", async () => {
  const customer = await newCustomer("eu");
  const person = await browser(atDashboard("eu", "en-NL"));
  await person.open("/login");

  await sendLogin(person, customer.email);
  await person.page.locator("main [role=alert]").waitFor();
  expect(person.page.url()).toContain("/login");
  await sendLogin(person, "atelier-noord@demo.example", "not the password");
  await person.page.locator("main [role=alert]").waitFor();

  expect(await person.page.locator("#login-email").inputValue()).toBe("atelier-noord@demo.example");
});

it("the shop's host has no dashboard, and the dashboard's host no shop", async () => {
  const dashboard = await getPage("eu.localhost", "/en-NL", {}, VENDOR_PORT);
  const shop = await getPage("vendor.eu.localhost", "/en-NL", {}, SHOP_PORT);

  expect([dashboard.status, shop.status]).toEqual([404, 404]);
});

it("the session's cookie is the dashboard's alone, and no script reads it", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "atelier-noord");

  const cookies = await person.context.cookies();
  const session = cookies.find(({ name }) => name === "gm_session");

  expect(session).toMatchObject({ domain: "vendor.eu.localhost", httpOnly: true, sameSite: "Lax" });
});
