import { describe, expect, it } from "vitest";
import { overflow, violations } from "./support/axe.ts";
import { placeOrder } from "./support/orders.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const PAGES = [
  "/",
  "/vendors",
  "/vendors?q=zzzzzzzz",
  "/orders",
  "/returns",
  "/refunds",
  "/disputes",
  "/customers",
  "/customers?email=nobody@example.com",
  "/products",
  "/products?q=zzzzzzzz",
  "/imports",
  "/staff",
  "/region",
  "/audit-log",
  "/jobs",
  "/jobs/retention",
  "/health",
  "/shipping",
  "/security",
  "/mails",
  "/payouts",
  "/payouts/all",
  "/payouts/debts",
  "/payouts/bank-account",
  "/adjustments",
  "/adjustments/new",
  "/holds",
  "/picture-matches",
  "/payment-risks",
  "/conversations",
  "/books",
  "/books/trial-balance",
  "/books/transactions",
  "/books/waiting-commission",
  "/reconciliation",
  "/reconciliation/reports",
  "/credits",
  "/credits/issues",
  "/credits/purchases",
  "/couriers",
  "/invoices",
  "/tax",
  "/tax/ioss",
  "/tax/thresholds",
  "/tax/dac7",
  "/tax/vat-checks",
  "/webhooks",
  "/payment-methods",
  "/regions",
  "/regions/new",
  "/regions/eu",
  "/brands",
  "/tags",
  "/attributes",
  "/pages",
  "/home",
  "/models",
  "/models/forecasts",
  "/reports/build?measures=units&measures=product_sales&by=country",
  "/reports/saved",
  "/reports/home",
  "/reports/files",
  "/reports/live",
  "/reports/cohorts",
  "/reports/alerts?measure=orders&condition=below&threshold=5&window_h=24&quiet_h=24",
  "/find?q=a",
  "/shortcuts",
  "/nowhere",
];
const LISTS = [
  "/vendors",
  "/orders",
  "/customers",
  "/returns",
  "/refunds",
  "/payouts",
  "/payouts/all",
  "/adjustments",
  "/reconciliation",
  "/reconciliation/reports",
  "/credits",
  "/credits/issues",
  "/credits/purchases",
  "/couriers",
  "/products",
  "/staff",
  "/mails",
  "/payment-methods",
  "/pages",
];
const OUTSIDE = ["/login", "/reset-password", "/accept-invitation?token=x"];
const READERS = [
  { region: "eu", locale: "en-NL", width: 1280, colours: "light" },
  { region: "eu", locale: "de-DE", width: 320, colours: "dark" },
  { region: "mena", locale: "ar-AE", width: 390, colours: "light" },
] as const;

const browser = useShoppers();

describe.each(READERS)("for $locale, $width wide, $colours", ({ region, locale, width, colours }) => {
  it("no page of the panel breaks a rule or scrolls sideways", async () => {
    await placeOrder(region, region === "eu" ? "en-NL" : locale);
    const person = await browser(atPanel(region, locale, width));
    await person.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    const look = async (path: string) => {
      await person.open(path);
      expect(await violations(person), path).toEqual([]);
      expect(await overflow(person), path).toBe(0);
    };

    for (const path of OUTSIDE) await look(path);
    await enterAs(person, "admin");
    for (const path of PAGES) await look(path);
    for (const list of LISTS) {
      await person.open(list);
      const row = person.page.locator("tbody th a").first();
      if (await row.count()) await look(((await row.getAttribute("href")) ?? "").replace(`/${locale}`, ""));
    }
  });
});
