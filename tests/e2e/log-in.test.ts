import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { logIn, newCustomer, PASSWORD, sendLogin } from "./support/customers.ts";
import { linkInMail } from "./support/mails.ts";
import { useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const SHOPS = [
  { region: "eu", locale: "en-NL" },
  { region: "mena", locale: "ar-AE", width: 390 },
];

it.each(SHOPS)("a person registers, confirms by mail, and logs in: $locale", async (shop) => {
  const person = await shopper(shop);
  const email = `person-${crypto.randomUUID()}@example.com`;
  await person.open("/register");
  await person.page.locator("#register-name").fill("Noor");
  await person.page.locator("#register-email").fill(email);
  await person.page.locator("#register-password").fill(PASSWORD);
  await person.page.locator("form:has(#register-email) button[type=submit]").click();
  await person.page.locator("main [role=status]").getByText(email).waitFor();

  await person.page.goto(await linkInMail(email, "/confirm-email"));
  await person.page.getByRole("button", { name: person.text("confirmation.confirm") }).click();
  await person.page.getByText(person.text("auth.done.confirmed")).waitFor();
  await sendLogin(person, email);

  await person.page.waitForURL(`${person.home}/account`);
  expect(await person.page.getByRole("heading", { level: 1 }).textContent()).toContain("Noor");
});

it("says all that is wrong with a registration, at its fields, and keeps what was typed", async () => {
  const person = await shopper({ region: "eu", locale: "nl-NL" });
  await person.open("/register");
  await person.page.locator("#register-email").fill("no address");
  await person.page.locator("#register-password").fill("short");
  await person.page.locator("form:has(#register-email) button[type=submit]").click();

  await person.page.locator("main [role=alert]").getByText(person.text("forms.check_fields")).waitFor();

  for (const field of ["name", "email"]) {
    expect(await person.page.locator(`#register-${field}`).getAttribute("aria-invalid"), field).toBe("true");
  }
  expect(await person.page.locator("#register-email").inputValue()).toBe("no address");
  expect(await person.page.evaluate(() => document.activeElement?.querySelector("[role=alert]") !== null)).toBe(true);
});

it.each(SHOPS)(
  "what a guest put into the cart is there after the log-in, and the visitor is back at the cart: $locale",
  async (shop) => {
    const customer = await newCustomer(shop.region);
    const guest = await shopper(shop);
    const [product] = await findBuyable(shop.region, shop.locale, 1);
    await guest.putIntoCart(product?.slug ?? "");

    const tag = shop.locale;
    await guest.open(`/login?next=/${tag}/cart`);
    await sendLogin(guest, customer.email);
    await guest.page.waitForURL(`${guest.home}/cart`);

    await guest.page
      .locator("main")
      .getByText(product?.title ?? "")
      .first()
      .waitFor();
    await guest.page.locator("header").getByText(guest.text("frame.cart_holds")).waitFor({ state: "attached" });
  },
);

it("finds the customer's cart on another device", async () => {
  const customer = await newCustomer("eu");
  const [product] = await findBuyable("eu", "en-NL", 1);
  const phone = await shopper({ region: "eu", locale: "en-NL", width: 390 });
  await logIn(phone, customer);
  await phone.putIntoCart(product?.slug ?? "");

  const desktop = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(desktop, customer);
  await desktop.open("/cart");

  await desktop.page
    .locator("main")
    .getByText(product?.title ?? "")
    .first()
    .waitFor();
});

it("tells a wrong password, keeps the address, and works without scripts", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL", hasScripts: false });
  await person.open("/login");
  await sendLogin(person, customer.email, "not the password");

  await person.page.locator("main [role=alert]").waitFor();
  expect(await person.page.locator("#login-email").inputValue()).toBe(customer.email);
  expect(await person.page.locator("#login-password").inputValue()).toBe("");
  await sendLogin(person, customer.email);
  await person.page.waitForURL(`${person.home}/account`);
});

it.each(["//evil.example/", "https://evil.example/", "/\\evil.example"])(
  "does not lead to %s after the log-in",
  async (next) => {
    const customer = await newCustomer("eu");
    const person = await shopper({ region: "eu", locale: "en-NL" });
    await person.open(`/login?next=${encodeURIComponent(next)}`);
    await sendLogin(person, customer.email);

    await person.page.waitForURL(`${person.home}/account`);
  },
);

it("closes the account to those who have logged out", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, customer);
  await person.page
    .getByRole("navigation")
    .getByRole("button", { name: person.text("account.log_out") })
    .click();
  await person.page.getByText(person.text("auth.done.logged_out"), { exact: true }).waitFor();

  await person.open("/account/orders");

  expect(new URL(person.page.url()).pathname).toBe("/en-NL/login");
  expect(new URL(person.page.url()).searchParams.get("next")).toBe("/en-NL/account/orders");
});

it("sets a new password by the mailed link, and logs out elsewhere", async () => {
  const customer = await newCustomer("eu");
  const elsewhere = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(elsewhere, customer);
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await person.open("/reset-password");
  await person.page.locator("#ask-email").fill(customer.email);
  await person.page.getByRole("button", { name: person.text("auth.mail_reset") }).click();
  await person.page.locator("main [role=status]").getByText(customer.email).waitFor();

  await person.page.goto(await linkInMail(customer.email, "/reset-password"));
  await person.page.locator("#reset-password").fill("another lantern, another canal");
  await person.page.getByRole("button", { name: person.text("auth.save_password") }).click();
  await person.page.getByText(person.text("auth.done.reset")).waitFor();
  await sendLogin(person, customer.email, "another lantern, another canal");
  await person.page.waitForURL(`${person.home}/account`);

  await elsewhere.open("/account");
  expect(new URL(elsewhere.page.url()).pathname).toBe("/en-NL/login");
});

it("keeps the session of many tabs whose tokens have ended at the same time", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, customer);
  const cookies = await person.context.cookies();
  const session = cookies.find(({ name }) => name === "gm_session");
  const [access, , refresh] = decodeURIComponent(session?.value ?? "").split("|");
  const ended = { ...session, name: "gm_session", value: encodeURIComponent(`${access}|0|${refresh}`) };
  await person.context.addCookies([ended]);

  const tabs = await Promise.all(Array.from({ length: 6 }, () => person.context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto(`${person.home}/account`)));
  await person.open("/account/profile");

  expect(tabs.map((tab) => new URL(tab.url()).pathname)).toEqual(tabs.map(() => "/en-NL/account"));
  expect(new URL(person.page.url()).pathname).toBe("/en-NL/account/profile");
  const renewed = (await person.context.cookies()).find(({ name }) => name === "gm_session");
  expect(renewed?.value).not.toContain(refresh);
});
