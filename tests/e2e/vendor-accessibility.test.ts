import { describe, expect, it } from "vitest";
import { overflow, violations } from "./support/axe.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const PAGES = [
  "/",
  "/orders",
  "/orders?q=zzzzzzzz",
  "/messages",
  "/products",
  "/products/new",
  "/stock",
  "/stock/movements",
  "/stock/reorder",
  "/prices",
  "/prices/limits",
  "/prices/rules",
  "/prices/competitors",
  "/prices/experiments",
  "/prices/changes",
  "/orders/chosen",
  "/find?q=a",
  "/shortcuts",
  "/imports",
  "/returns",
  "/balance",
  "/balance/transactions",
  "/balance/payouts",
  "/balance/invoices",
  "/reports/build?measures=units&by=product",
  "/reports/saved",
  "/reports/home",
  "/payout-account",
  "/team",
  "/settings",
  "/settings/vacation",
  "/settings/shipping",
  "/settings/returns",
  "/settings/invoicing",
  "/settings/papers",
  "/settings/mails",
  "/settings/keys",
  "/settings/webhooks",
  "/nowhere",
];
const OUTSIDE = ["/login", "/apply", "/confirm-email?token=x", "/reset-password", "/accept-invitation?token=x"];
const READERS = [
  { region: "eu", locale: "en-NL", slug: "atelier-noord", width: 1280, colours: "light" },
  { region: "eu", locale: "de-DE", slug: "atelier-noord", width: 320, colours: "dark" },
  { region: "mena", locale: "ar-AE", slug: "dar-al-nakhla", width: 390, colours: "light" },
] as const;

const browser = useShoppers();

describe.each(READERS)("for $locale, $width wide, $colours", ({ region, locale, slug, width, colours }) => {
  it("no page of the dashboard breaks a rule or scrolls sideways", async () => {
    const person = await browser(atDashboard(region, locale, width));
    await person.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    const look = async (path: string) => {
      await person.open(path);
      expect(await violations(person), path).toEqual([]);
      expect(await overflow(person), path).toBe(0);
    };

    for (const path of OUTSIDE) await look(path);
    await enter(person, slug);
    for (const path of PAGES) await look(path);
    for (const list of ["/orders", "/products", "/stock", "/team"]) {
      await person.open(list);
      const row = person.page.locator("tbody th a").first();
      if (await row.count()) await look(((await row.getAttribute("href")) ?? "").replace(`/${locale}`, ""));
    }
  });
});
