import { mkdirSync } from "node:fs";
import { describe, it } from "vitest";
import { type Shopper, useShoppers } from "../support/shop.ts";
import { atPanel, enterAs } from "../support/staff.ts";
import { atDashboard, enter } from "../support/vendors.ts";

const FOLDER = new URL("../../../.local/screenshots/", import.meta.url).pathname;

const PANEL = [
  "/",
  "/orders",
  "/returns",
  "/refunds",
  "/disputes",
  "/payment-risks",
  "/conversations",
  "/vendors",
  "/customers",
  "/products",
  "/picture-matches",
  "/imports",
  "/categories",
  "/search",
  "/payouts",
  "/adjustments",
  "/holds",
  "/books",
  "/reconciliation",
  "/credits",
  "/invoices",
  "/tax",
  "/region",
  "/staff",
  "/audit-log",
  "/jobs",
  "/jobs/retention",
  "/mails",
  "/webhooks",
  "/payment-methods",
  "/regions",
  "/regions/new",
  "/regions/eu",
  "/brands",
  "/tags",
  "/attributes",
  "/pages",
  "/models",
  "/find?q=a",
  "/shortcuts",
  "/security",
];
const DASHBOARD = [
  "/",
  "/orders",
  "/messages",
  "/products",
  "/products/new",
  "/stock",
  "/stock/reorder",
  "/imports",
  "/returns",
  "/balance",
  "/payout-account",
  "/team",
  "/settings",
  "/security",
];
const LOOKS = [
  { region: "eu", locale: "en-NL", vendor: "atelier-noord" },
  { region: "mena", locale: "ar-AE", vendor: "dar-al-nakhla" },
].flatMap((office) =>
  [1280, 820].flatMap((width) => (["light", "dark"] as const).map((colours) => ({ ...office, width, colours }))),
);

const browser = useShoppers();

describe.each(LOOKS)("back offices $locale $width $colours", ({ region, locale, vendor, width, colours }) => {
  const folder = `${FOLDER}${locale}-${width}-${colours}/`;

  async function take(person: Shopper, app: string, paths: string[]): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const path of paths) {
      await person.open(path);
      await person.page.waitForLoadState("load");
      await person.page.screenshot({ path: `${folder}${app}${path.replaceAll("/", "-")}.png`, fullPage: true });
    }
  }

  it("the operator's panel", async () => {
    const person = await browser(atPanel(region, locale, width));
    await person.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    await enterAs(person, "admin");
    await take(person, "admin", PANEL);
  });

  it("the vendors' dashboard", async () => {
    const person = await browser(atDashboard(region, locale, width));
    await person.page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    await enter(person, vendor);
    await take(person, "vendor", DASHBOARD);
  });
});
