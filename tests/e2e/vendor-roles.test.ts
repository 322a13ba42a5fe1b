import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { vendorDesk } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, join } from "./support/vendors.ts";

const browser = useShoppers();

const ROLES = ["manager", "fulfilment", "accountant"] as const;
type Role = (typeof ROLES)[number];

const ALL: readonly Role[] = ROLES;
const EDITS: readonly Role[] = ["manager"];
const FULFILS: readonly Role[] = ["manager", "fulfilment"];
const SEES_MONEY: readonly Role[] = ["manager", "accountant"];
const OWNER: readonly Role[] = [];

// Every page of the dashboard, and who opens it; the owner opens all of them.
const PAGES: Record<string, readonly Role[]> = {
  "": ALL,
  balance: SEES_MONEY,
  "balance/invoices": SEES_MONEY,
  "balance/payouts": SEES_MONEY,
  "balance/transactions": SEES_MONEY,
  find: ALL,
  imports: EDITS,
  messages: FULFILS,
  orders: ALL,
  "orders/chosen": FULFILS,
  "payout-account": ["accountant"],
  prices: EDITS,
  "prices/changes": EDITS,
  "prices/competitors": EDITS,
  "prices/experiments": EDITS,
  "prices/limits": EDITS,
  "prices/rules": EDITS,
  products: EDITS,
  "products/new": EDITS,
  reports: SEES_MONEY,
  "reports/build": SEES_MONEY,
  "reports/files": SEES_MONEY,
  "reports/home": SEES_MONEY,
  "reports/saved": SEES_MONEY,
  returns: FULFILS,
  security: ALL,
  settings: EDITS,
  "settings/carrier": OWNER,
  "settings/invoicing": SEES_MONEY,
  "settings/keys": OWNER,
  "settings/mails": ALL,
  "settings/papers": OWNER,
  "settings/returns": EDITS,
  "settings/shipping": EDITS,
  "settings/vacation": EDITS,
  "settings/webhooks": OWNER,
  shortcuts: ALL,
  stock: FULFILS,
  "stock/movements": FULFILS,
  "stock/reorder": FULFILS,
  team: OWNER,
};
// Those that need no login.
const OUTSIDE = ["accept-invitation", "apply", "confirm-email", "login", "login/code", "missing", "reset-password"];

it("names every page that has an address of its own", () => {
  const folder = resolve(import.meta.dirname, "../../frontend/apps/vendor/src/app/[locale]");
  const pages = globSync("**/page.tsx", { cwd: folder }).map((file) => file.replace(/\/?page\.tsx$/, ""));
  const known = [...Object.keys(PAGES), ...OUTSIDE];

  expect(pages.filter((page) => !page.includes("[")).sort()).toEqual(known.sort());
});

describe.each(ROLES)("%s", (role) => {
  it("opens its own pages, and reads at each other one which role would", async () => {
    const email = `${role}-${crypto.randomUUID()}@example.com`;
    await (await vendorDesk("eu", "voltaro")).act("vendor/members", { name: "A colleague", email, roles: [role] });
    const person = await browser(atDashboard("eu", "en-NL"));
    await join(person, email);

    const opened: string[] = [];
    for (const page of Object.keys(PAGES)) {
      await person.open(`/${page}`);
      await person.page.locator("main h1, main h2").first().waitFor();
      const isRefused = await person.page.getByText(person.text("frame.not_allowed")).count();
      const isBroken = await person.page.getByRole("button", { name: person.text("faults.retry") }).count();
      expect(isBroken, page).toBe(0);
      if (!isRefused) opened.push(page);
    }

    expect(opened).toEqual(Object.keys(PAGES).filter((page) => PAGES[page]?.includes(role)));
  });
});
