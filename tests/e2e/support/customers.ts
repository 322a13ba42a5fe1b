import { expect, vi } from "vitest";
import { callApi } from "./api.ts";
import { linkInMail } from "./mails.ts";
import type { Shopper } from "./shop.ts";

const PATIENCE = { timeout: 120_000, interval: 500 };

export const PASSWORD = "a lantern over the canal";

export interface Customer {
  email: string;
  name: string;
}

/** A customer with a confirmed address, made by the API. */
export async function newCustomer(region: string, language = "en"): Promise<Customer> {
  const customer = { email: `customer-${crypto.randomUUID()}@example.com`, name: "Noor de Vries" };
  const body = { ...customer, password: PASSWORD, language };
  await vi.waitFor(async () => {
    const { status } = await callApi(region, "auth/register", { method: "POST", body });
    expect(status).toBe(202); // 503 while many passwords are hashed at once
  }, PATIENCE);
  const link = new URL(await linkInMail(customer.email, "/confirm-email"));
  const confirmation = { token: link.searchParams.get("token") };
  expect((await callApi(region, "auth/confirm-email", { method: "POST", body: confirmation })).status).toBe(200);
  return customer;
}

/** Fill in the log-in form of the page that is open, and send it. */
export async function sendLogin({ page }: Shopper, email: string, password = PASSWORD): Promise<void> {
  await page.locator("#login-email").fill(email);
  await page.locator("#login-password").fill(password);
  await page.locator("form:has(#login-email) button[type=submit]").click();
}

/** Log in from the account's link, and see the account. */
export async function logIn(shopper: Shopper, customer: Customer): Promise<void> {
  await shopper.open("/account");
  await sendLogin(shopper, customer.email);
  await shopper.page.waitForURL(`${shopper.home}/account`);
}
