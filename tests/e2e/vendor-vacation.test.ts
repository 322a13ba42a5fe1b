import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { asVendor } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

/** A published product of the vendor's with stock. */
async function aProduct(vendor: string): Promise<{ slug: string; title: string }> {
  const headers = await asVendor("eu", vendor);
  const { body } = await callApi("eu", "vendor/products?status=published&limit=1", { headers });
  const [product] = body.items;
  return { slug: product.slug, title: product.texts.en.title };
}

it("a vendor goes on vacation: the shop says so and sells nothing, until it is ended", async () => {
  const { slug, title } = await aProduct("waldweg");
  const guest = await browser({ region: "eu", locale: "en-NL" });
  await guest.putIntoCart(slug);
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await person.open("/settings/vacation");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Amsterdam" }).format(new Date());
  await person.page.locator("#vacation-starts_on").fill(today);
  await person.page.locator("#vacation-ends_on").fill(today);
  await person.page.locator("[id='vacation-texts.en']").fill("Gone fishing");
  await person.page.getByRole("button", { name: person.text("settings.vacation.save") }).click();
  await person.page.getByText(person.text("settings.vacation.saved")).waitFor();

  try {
    const notices = async () => {
      await guest.open(`/products/${slug}`);
      return guest.page.getByText("Gone fishing").count();
    };
    await expect.poll(notices).toBe(1);
    expect(await guest.page.getByRole("button", { name: guest.text("cart.add"), exact: true }).count()).toBe(0);
    await guest.open("/vendors/waldweg");
    await guest.page.getByText("Gone fishing").waitFor();
    await guest.open("/cart");
    const line = guest.page.getByRole("listitem").filter({ hasText: title });
    await line.getByText(guest.text("cart.problems.vendor_on_vacation")).waitFor();
    expect(await guest.page.getByRole("link", { name: guest.text("cart.to_checkout") }).count()).toBe(0);
  } finally {
    await person.open("/settings/vacation");
    await person.page.getByRole("button", { name: person.text("settings.vacation.end") }).click();
    await person.page.getByRole("button", { name: person.text("settings.vacation.confirm") }).click();
    await person.page.getByText(person.text("settings.vacation.ended")).waitFor();
  }
  await guest.open("/cart");
  await guest.page.getByRole("link", { name: guest.text("cart.to_checkout") }).waitFor();
});
