import { it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();
const OUT = "/tmp/vw/shots/";

for (const [region, locale, slug, lang] of [["eu", "en-NL", "atelier-noord", "en"], ["mena", "ar-AE", "dar-al-nakhla", "ar"]] as const) {
  it(`shots ${locale}`, async () => {
    const headers = await asVendor(region, slug);
    const profile = await fetch(`http://api.${region}.localhost:${process.env.GM_PORT_BASE ?? 9300}/api/v1/vendor/profile`, { headers }).catch(() => null);
    const products = (await callApi(region, "vendor/products?status=published&limit=30", { headers })).body.items;
    const many = products.find((one: { variants: unknown[] }) => one.variants.length > 2) ?? products[0];
    const made = await callApi(region, "vendor/webhooks", { method: "POST", headers: { ...headers, "Idempotency-Key": crypto.randomUUID() }, body: { url: "http://127.0.0.1:9/hooks", event_types: ["order.changed", "payout.changed"], description: "ERP" } });
    const hook = made.body.endpoint?.id;
    await callApi(region, `vendor/webhooks/${hook}/test`, { method: "POST", headers: { ...headers, "Idempotency-Key": crypto.randomUUID() } });
    const person = await browser(atDashboard(region, locale));
    await enter(person, slug);
    for (const [name, path] of [["vacation", "/settings/vacation"], ["profile", "/settings"], ["webhooks", "/settings/webhooks"], ["mails", "/settings/mails"], ["webhook", `/settings/webhooks/${hook}`], ["product", `/products/${many.id}`]]) {
      await person.open(path as string);
      await person.page.waitForTimeout(1500);
      await person.page.screenshot({ path: `${OUT}${locale}-${name}.png`, fullPage: true });
    }
    // an import with a fault
    await person.open("/imports");
    const word = crypto.randomUUID().slice(0, 6);
    const buffer = Buffer.from(`Handle,Title,Variant SKU,Variant Price\nlamp-${word},A lamp,L1-${word},19.99\nlamp2-${word},Another,L2-${word},cheap\n`);
    await person.page.locator("#import-file").setInputFiles({ name: "lamps.csv", mimeType: "text/csv", buffer });
    await person.page.getByRole("button", { name: person.text("imports.start") }).click();
    await person.page.getByText(person.text("imports.trial_done")).waitFor();
    await person.page.screenshot({ path: `${OUT}${locale}-import.png`, fullPage: true });
    // vacation and logo in the shop
    await person.open("/settings/vacation");
    const today = new Date().toISOString().slice(0, 10);
    await person.page.locator("#vacation-starts_on").fill(today);
    await person.page.locator("#vacation-ends_on").fill(today);
    await person.page.locator(`[id='vacation-texts.${lang}']`).fill(lang === "ar" ? "نعود إليكم قريبًا" : "Back soon, at the sea");
    await person.page.getByRole("button", { name: person.text("settings.vacation.save") }).click();
    await person.page.getByText(person.text("settings.vacation.saved")).waitFor();
    await person.page.screenshot({ path: `${OUT}${locale}-vacation-set.png`, fullPage: true });
    await person.open("/settings");
    await person.page.locator("#logo-file").setInputFiles("/tmp/vw/logo.png");
    await person.page.getByRole("button", { name: person.text("settings.logo.send") }).click();
    await person.page.locator("img[class*=object-contain]").first().waitFor();
    await person.page.screenshot({ path: `${OUT}${locale}-logo.png` });
    const guest = await browser({ region, locale });
    await guest.open(`/products/${many.slug}`);
    await guest.page.waitForTimeout(2500);
    await guest.page.reload();
    await guest.page.screenshot({ path: `${OUT}${locale}-shop-product.png` });
    await guest.open(`/vendors/${slug}`);
    await guest.page.screenshot({ path: `${OUT}${locale}-shop-vendor.png` });
    await person.open("/settings/vacation");
    await person.page.getByRole("button", { name: person.text("settings.vacation.end") }).click();
    await person.page.getByRole("button", { name: person.text("settings.vacation.confirm") }).click();
    await person.page.getByText(person.text("settings.vacation.ended")).waitFor();
    void profile;
  });
}
