import { sendLogin } from "./customers.ts";
import { linkInMail } from "./mails.ts";
import { PASSWORD } from "./operator.ts";
import { VENDOR_PORT } from "./settings.ts";
import type { Shopper, Who } from "./shop.ts";

/** A browser at the vendors' dashboard of a region. */
export function atDashboard(region: string, locale: string, width = 1280): Who {
  return { region: `vendor.${region}`, locale, width, port: VENDOR_PORT, app: "vendor" };
}

/** Log in as the owner of a vendor of the demo data, and see the first page. */
export async function enter(person: Shopper, slug: string): Promise<void> {
  await person.open("/login");
  await sendLogin(person, `${slug}@demo.example`, PASSWORD);
  await person.page.waitForURL(person.home);
  await person.page.getByRole("link", { name: person.text("frame.sections.orders"), exact: true }).waitFor();
}

/** Accept the invitation that was mailed to `email`, and log in. */
export async function join(person: Shopper, email: string): Promise<void> {
  await person.page.goto(await linkInMail(email, "/accept-invitation"));
  await person.page.locator("input[type=password]").first().fill(PASSWORD);
  await person.page.locator("form:has(input[type=password]) button[type=submit]").click();
  await person.page.getByText(person.text("auth.done.reset")).waitFor();
  await person.open("/login");
  await sendLogin(person, email, PASSWORD);
  await person.page.waitForURL(person.home);
}
