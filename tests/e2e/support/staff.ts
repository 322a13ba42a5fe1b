import { sendLogin } from "./customers.ts";
import { PASSWORD } from "./operator.ts";
import { ADMIN_PORT } from "./settings.ts";
import type { Shopper, Who } from "./shop.ts";

export type StaffRole = "admin" | "support" | "finance" | "catalogue";

/** A browser at the operator's panel of a region. */
export function atPanel(region: string, locale: string, width = 1280): Who {
  return { region: `admin.${region}`, locale, width, port: ADMIN_PORT, app: "admin" };
}

/** Log in as the member of staff of the demo data that has this role, and see the first page. */
export async function enterAs(person: Shopper, role: StaffRole): Promise<void> {
  await person.open("/login");
  await sendLogin(person, `${role}@demo.example`, PASSWORD);
  await person.page.waitForURL(person.home);
  await person.page.getByRole("button", { name: person.text("frame.log_out") }).waitFor();
}
