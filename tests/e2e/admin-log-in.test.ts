import { describe, expect, it } from "vitest";
import { newCustomer, sendLogin } from "./support/customers.ts";
import { PASSWORD } from "./support/operator.ts";
import { getPage } from "./support/pages.ts";
import { ADMIN_PORT, VENDOR_PORT } from "./support/settings.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs, type StaffRole } from "./support/staff.ts";

const browser = useShoppers();

// What each role finds in the navigation, and a page that it is refused, with a role that would open it.
const ROLES: { role: StaffRole; shown: string[]; refused?: { path: string; needs: string } }[] = [
  { role: "admin", shown: ["orders", "returns", "refunds", "disputes", "vendors", "customers"] },
  { role: "support", shown: ["orders", "returns", "refunds", "disputes", "vendors", "customers"] },
  {
    role: "finance",
    shown: ["orders", "returns", "refunds", "disputes", "vendors"],
    refused: { path: "/customers", needs: "support" },
  },
  { role: "catalogue", shown: ["vendors"], refused: { path: "/orders", needs: "finance" } },
];
const SECTIONS = ["orders", "returns", "refunds", "disputes", "vendors", "customers"];

describe.each(ROLES)("$role", ({ role, shown, refused }) => {
  it("sees its own pages in the navigation, and reads which role opens another one", async () => {
    const person = await browser(atPanel("eu", "en-NL"));
    await enterAs(person, role);

    const navigation = person.page.getByRole("navigation", { name: person.text("frame.sections_title") });
    const titles = await navigation.getByRole("link").allTextContents();
    const known = SECTIONS.filter((key) => titles.includes(person.text(`frame.sections.${key}`)));
    expect(known.sort()).toEqual(shown.toSorted());
    if (!refused) return;
    await person.open(refused.path);

    await person.page.getByText(person.text("frame.not_allowed")).waitFor();
    await person.page.getByText(person.text(`frame.roles.${refused.needs}`)).waitFor();
  });
});

it("a member of staff comes back to the page that was asked for, and out again, in Arabic", async () => {
  const person = await browser(atPanel("mena", "ar-AE", 390));
  await person.open("/vendors?state=approved");
  await person.page.waitForURL(/\/login\?next=/);

  await sendLogin(person, "admin@demo.example", PASSWORD);
  await person.page.waitForURL(`${person.home}/vendors?state=approved`);
  await person.page.getByRole("button", { name: person.text("frame.log_out") }).click();
  await person.page.getByText(person.text("auth.done.logged_out")).waitFor();
  await person.open("/");

  await person.page.waitForURL(/\/login/);
});

it("a vendor's or a customer's login opens nothing here", async () => {
  const customer = await newCustomer("eu");
  const person = await browser(atPanel("eu", "en-NL"));
  for (const email of [customer.email, "atelier-noord@demo.example"]) {
    await person.open("/login");
    await sendLogin(person, email, email === customer.email ? undefined : PASSWORD);
    await person.page.locator("main [role=alert]").waitFor();
  }

  expect(person.page.url()).toContain("/login");
});

it("the panel is on its own host alone, and its session's cookie too", async () => {
  const others = await Promise.all([
    getPage("vendor.eu.localhost", "/en-NL/login", {}, ADMIN_PORT),
    getPage("admin.eu.localhost", "/en-NL/login", {}, VENDOR_PORT),
  ]);
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");

  const session = (await person.context.cookies()).find(({ name }) => name === "gm_session");

  expect(others.map(({ status }) => status)).toEqual([404, 404]);
  expect(session).toMatchObject({ domain: "admin.eu.localhost", httpOnly: true, sameSite: "Lax" });
});

it("the switch leads to the other region's panel, where another log-in is needed", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");

  const regions = person.page.getByRole("navigation", { name: person.text("frame.regions") });
  await regions.locator('a[href*="admin.mena."]').click();

  await person.page.waitForURL(/^http:\/\/admin\.mena\.localhost:\d+\/\w\w-\w\w\/login/);
});
