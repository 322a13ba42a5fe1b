import { expect, it } from "vitest";
import { vendorDesk } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

const VENDOR = "voltaro";

it("the profile is saved in each language, and two people who change other fields lose nothing", async () => {
  const { read } = await vendorDesk("eu", VENDOR);
  const before = await read("vendor/profile");
  const [first, second] = await Promise.all(
    [1, 2].map(async () => {
      const person = await browser(atDashboard("eu", "en-NL"));
      await enter(person, VENDOR);
      await person.open("/settings");
      return person;
    }),
  );
  if (!first || !second) throw new Error("two people");
  const text = `Lamps since 1987 ${crypto.randomUUID()}`;
  await first.page.locator("[id='profile-descriptions.nl']").fill(text);
  await first.page.getByRole("button", { name: first.text("settings.save"), exact: true }).click();
  await first.page.getByText(first.text("settings.saved"), { exact: true }).waitFor();

  await second.page.locator("[id='profile-address.city']").fill("Utrecht");
  await second.page.getByRole("button", { name: second.text("settings.save"), exact: true }).click();
  await second.page.getByText(second.text("settings.merged")).waitFor();

  expect(await second.page.locator("[id='profile-address.city']").inputValue()).toBe("Utrecht");
  expect(await second.page.locator("[id='profile-descriptions.nl']").inputValue()).toBe(text);
  await second.page.getByRole("button", { name: second.text("settings.save"), exact: true }).click();
  await second.page.getByText(second.text("settings.saved"), { exact: true }).waitFor();
  expect(await read("vendor/profile")).toMatchObject({
    descriptions: { ...before.descriptions, nl: text },
    address: { city: "Utrecht" },
  });
});

it("a way to deliver is offered, and switched off", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/settings/shipping");
  const name = `Bicycle ${crypto.randomUUID()}`;
  await person.page.locator("[id='method-names.en']").fill(name);
  await person.page.locator("[id='method-price.EUR']").fill("4,95");
  await person.page.locator("#method-min_days").fill("1");
  await person.page.locator("#method-max_days").fill("3");
  await person.page.locator("form:has([id='method-names.en']) button[type=submit]").click();
  await person.page.getByText(person.text("settings.shipping.made")).waitFor();
  const row = person.page.getByRole("row").filter({ hasText: name });
  const { read } = await vendorDesk("eu", VENDOR);
  const stored = async () =>
    (await read("vendor/shipping-methods")).items.find((one: { names: { en: string } }) => one.names.en === name);
  expect(await stored()).toMatchObject({ is_active: true, prices: [{ minor: 495, currency: "EUR" }], max_days: 3 });

  await row.getByRole("button", { name: person.text("settings.shipping.turn_off") }).click();
  await row.getByText(person.text("settings.shipping.off"), { exact: true }).waitFor();

  expect(await stored()).toMatchObject({ is_active: false });

  await row.getByRole("link", { name }).click();
  await person.page.waitForURL(/\/settings\/shipping\/\w+/);
  await person.page.locator("[id='method-price.EUR']").fill("5,95");
  await person.page.getByRole("button", { name: person.text("settings.save"), exact: true }).click();
  await person.page.getByText(person.text("settings.saved"), { exact: true }).waitFor();
  expect(await stored()).toMatchObject({ is_active: false, prices: [{ minor: 595, currency: "EUR" }], max_days: 3 });
});

it("a zone gets another country", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const { act, read } = await vendorDesk("eu", VENDOR);
  const zone = await act("vendor/shipping-zones", { name: `Near ${crypto.randomUUID()}`, countries: ["NL"] });
  await person.open("/settings/shipping");

  await person.page.getByRole("link", { name: zone.name }).click();
  await person.page.locator("[id='zone-country.BE']").check();
  await person.page.getByRole("button", { name: person.text("settings.shipping.create_zone") }).click();
  await person.page.getByText(person.text("settings.saved"), { exact: true }).waitFor();

  const stored = (await read("vendor/shipping-zones")).items.find(({ id }: { id: string }) => id === zone.id);
  expect(stored.countries.sort()).toEqual(["BE", "NL"]);
});

it("a paper is sent and comes back as it was", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  await person.open("/settings/papers");
  const name = `extract-${crypto.randomUUID()}.pdf`;
  const buffer = Buffer.from(`%PDF-1.4\n% ${name}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`); // one paper is stored once
  await person.page.locator("#paper-file").setInputFiles({ name, mimeType: "application/pdf", buffer });
  await person.page.getByRole("button", { name: person.text("settings.papers.send") }).click();
  await person.page.getByText(person.text("settings.papers.done")).waitFor();

  const [download] = await Promise.all([
    person.page.waitForEvent("download"),
    person.page.getByRole("link", { name }).click(),
  ]);

  expect(await download.failure()).toBeNull();
});

it("how long customers may return is the vendor's own, or the marketplace's", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const { read } = await vendorDesk("eu", VENDOR);
  const set = async (days: string) => {
    await person.open("/settings/returns");
    await person.page.locator("#returns-days").fill(days);
    await person.page.getByRole("button", { name: person.text("settings.save"), exact: true }).click();
    await person.page.getByText(person.text("settings.saved"), { exact: true }).waitFor();
    return (await read("vendor/return-policy")).days;
  };

  expect(await set("45")).toBe(45);
  expect(await set("")).toBeNull();
});
