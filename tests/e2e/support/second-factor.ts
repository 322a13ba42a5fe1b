import { expect } from "vitest";
import { callApi } from "./api.ts";
import { codeOf } from "./authenticator.ts";
import { sendLogin } from "./customers.ts";
import { linkInMail } from "./mails.ts";
import { PASSWORD, timeIn, vendorDesk } from "./operator.ts";
import type { Shopper } from "./shop.ts";

/** A member of the vendor's team, whose address is the answer: a factor that a failed test leaves behind locks nobody else out. */
export async function newMember(region: string, slug: string, role = "manager"): Promise<string> {
  const email = `two-steps-${crypto.randomUUID()}@example.com`;
  const { act } = await vendorDesk(region, slug);
  await act("vendor/members", { name: "Noor de Vries", email, roles: [role] });
  const token = new URL(await linkInMail(email, "/accept-invitation")).searchParams.get("token");
  const body = { token, password: PASSWORD };
  const { status } = await callApi(region, "auth/password-reset/confirm", { method: "POST", body });
  expect(status).toBe(200);
  return email;
}

export async function logIn(person: Shopper, email: string): Promise<void> {
  await person.open("/login");
  await sendLogin(person, email, PASSWORD);
  await person.page.getByRole("link", { name: person.text("frame.sections.orders"), exact: true }).waitFor();
}

/** The secret of the app, and a recovery code. */
export async function setUp(
  person: Shopper,
  region: string,
  atEachStep: (person: Shopper) => Promise<void> = async () => {},
): Promise<{ secret: string; recovery: string }> {
  await person.open("/security");
  await atEachStep(person);
  await person.page.locator("#second-factor-password").fill(PASSWORD);
  await person.page.getByRole("button", { name: person.text("security.begin") }).click();
  const secret = (await person.page.locator("main code").textContent()) ?? "";
  await person.page.getByRole("img", { name: person.text("security.picture") }).waitFor();
  await atEachStep(person);
  await person.page.locator("#second-factor-code").fill(codeOf(secret, await timeIn(region)));
  await person.page.getByRole("button", { name: person.text("security.confirm") }).click();
  await person.page.getByText(person.text("security.done.set_up")).waitFor();
  await person.page.getByText(person.text("security.is_on"), { exact: true }).waitFor(); // the page as it is from now on
  const codes = await person.page.locator("main li").allInnerTexts();
  const recovery = codes.find((code) => /^[a-z2-9]{5}-[a-z2-9]{5}$/.test(code));
  if (!recovery) throw new Error(`no recovery code among ${codes.length} lines`);
  return { secret, recovery };
}
