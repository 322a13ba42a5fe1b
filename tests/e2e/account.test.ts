import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { logIn, newCustomer, PASSWORD, sendLogin } from "./support/customers.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const saveAddress = ({ page }: Shopper) => page.locator("form:has(#label) button[type=submit]").last().click();
const field = ({ page }: Shopper, part: string) => page.locator(`[id="address.${part}"]`);

it("keeps an address book with the country's own fields", async () => {
  const customer = await newCustomer("mena", "ar");
  const person = await shopper({ region: "mena", locale: "ar-AE", width: 390 });
  await logIn(person, customer);
  await person.open("/account/addresses/new");
  expect(await field(person, "postcode").count()).toBe(0);

  await saveAddress(person);
  await person.page.locator("main [role=alert]").waitFor();
  for (const part of ["region", "line1"]) expect(await field(person, part).getAttribute("aria-invalid")).toBe("true");
  expect(await field(person, "name").inputValue()).toBe(customer.name);
  await field(person, "region").selectOption("Dubai");
  await field(person, "line1").fill("فيلا 4، شارع الوصل");
  await person.page.locator("#label").fill("المنزل");
  await saveAddress(person);

  await person.page.getByText(person.text("account.address_saved")).waitFor();
  await person.page.getByRole("heading", { name: "المنزل" }).waitFor();
  await person.page.locator("article a").click();
  await field(person, "line1").fill("فيلا 5، شارع الوصل");
  await saveAddress(person);
  await person.page.locator("article address").getByText("فيلا 5، شارع الوصل").waitFor();
  await person.page.locator("article form button").click();
  await person.page.getByText(person.text("account.address_removed")).waitFor();
  expect(await person.page.locator("article").count()).toBe(0);
});

it("keeps the chosen country while the form is corrected", async () => {
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, await newCustomer("eu"));
  await person.open("/account/addresses/new");
  await field(person, "country").selectOption("FR");
  await saveAddress(person);
  await person.page.locator("main [role=alert]").waitFor();

  expect(await field(person, "country").inputValue()).toBe("FR");
});

it("saves an address without scripts, with the fields of another country", async () => {
  const person = await shopper({ region: "mena", locale: "en-AE", hasScripts: false });
  await logIn(person, await newCustomer("mena"));
  await person.open("/account/addresses/new");
  await field(person, "country").selectOption("SA");
  await person.page.getByRole("button", { name: person.text("address.show_fields") }).click();

  await field(person, "line1").fill("2929 King Fahd Road");
  await field(person, "area").fill("Al Olaya");
  await field(person, "city").fill("Riyadh");
  await field(person, "postcode").fill("12345");
  await saveAddress(person);

  await person.page.getByText(person.text("account.address_saved")).waitFor();
  await person.page.locator("article address").getByText("2929 King Fahd Road").waitFor();
});

it("does not show one customer's address to another", async () => {
  const owner = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(owner, await newCustomer("eu"));
  await owner.open("/account/addresses/new");
  for (const [part, value] of [
    ["line1", "Keizersgracht 1"],
    ["postcode", "1015 CJ"],
    ["city", "Amsterdam"],
  ] as const) {
    await field(owner, part).fill(value);
  }
  await saveAddress(owner);
  const address = await owner.page.locator("article a").getAttribute("href");

  const stranger = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(stranger, await newCustomer("eu"));
  const answer = await stranger.page.goto(new URL(address ?? "", stranger.page.url()).href);

  expect(answer?.status()).toBe(404);
  expect(await stranger.page.getByText("Keizersgracht").count()).toBe(0);
});

it("takes back the consent to mails, gives a copy of what is stored, and deletes the account", async () => {
  const customer = await newCustomer("eu");
  const person = await shopper({ region: "eu", locale: "en-NL" });
  await logIn(person, customer);
  await person.open("/account/security");
  await person.page.locator("#mails-form-marketing").check();
  await person.page.locator("form:has(#mails-form-marketing) button").click();
  await person.page.getByText(person.text("account.marketing_on")).waitFor();
  await person.page.reload();
  expect(await person.page.locator("#mails-form-marketing").isChecked()).toBe(true);
  await person.page.locator("#mails-form-marketing").uncheck();
  await person.page.locator("form:has(#mails-form-marketing) button").click();
  await person.page.getByText(person.text("account.marketing_off")).waitFor();

  await person.page.getByRole("button", { name: person.text("account.ask_copy") }).click();
  await person.page.getByText(person.text("account.copy_asked")).waitFor();
  const link = person.page.getByRole("link", { name: person.text("account.download") });
  await expect.poll(() => person.page.reload().then(() => link.count()), { timeout: 120_000, interval: 1_000 }).toBe(1);
  const [download] = await Promise.all([person.page.waitForEvent("download"), link.click()]);
  expect(readFileSync(await download.path(), "utf8")).toContain(customer.email);

  await person.page.getByText(person.text("account.delete_account")).click();
  await person.page.locator("#delete-password").fill("not the password");
  await person.page.getByRole("button", { name: person.text("account.delete_now") }).click();
  await person.page.locator("#delete-password[aria-invalid=true]").waitFor();
  await person.page.locator("#delete-password").fill(PASSWORD);
  await person.page.getByRole("button", { name: person.text("account.delete_now") }).click();
  await person.page.getByText(person.text("auth.done.deleted")).waitFor();
  await sendLogin(person, customer.email);
  await person.page.locator("main [role=alert]").waitFor();
});

it.each([
  { region: "eu", locale: "en-NL" },
  { region: "mena", locale: "ar-AE", width: 390 },
])("changes name and language, and the password, which ends other sessions: $locale", async (shop) => {
  const customer = await newCustomer(shop.region);
  const other = await shopper(shop);
  await logIn(other, customer);
  const person = await shopper(shop);
  await logIn(person, customer);

  await person.open("/account/profile");
  await person.page.locator("#profile-name").fill("Noor Jansen");
  await person.page.locator("#profile-language").selectOption("fr");
  await person.page.locator("form:has(#profile-name) button").click();
  await person.page.getByText(person.text("account.profile_saved")).waitFor();
  await person.page.reload();
  expect(await person.page.locator("#profile-name").inputValue()).toBe("Noor Jansen");
  expect(await person.page.locator("#profile-language").inputValue()).toBe("fr");

  await person.open("/account/security");
  await person.page.locator("#change-current_password").fill("not this one");
  await person.page.locator("#change-new_password").fill("the other lantern");
  await person.page.locator("form:has(#change-new_password) button").click();
  await person.page.locator("#change-current_password[aria-invalid=true]").waitFor();
  await person.page.locator("#change-current_password").fill(PASSWORD);
  await person.page.locator("#change-new_password").fill("the other lantern");
  await person.page.locator("form:has(#change-new_password) button").click();
  await person.page.getByText(person.text("account.password_saved")).waitFor();

  await other.open("/account");
  expect(new URL(other.page.url()).pathname).toContain("/login");
  await sendLogin(other, customer.email, "the other lantern");
  await other.page.waitForURL(`${other.home}/account`);
});
