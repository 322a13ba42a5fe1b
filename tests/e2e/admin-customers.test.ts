import { expect, it } from "vitest";
import { newCustomer } from "./support/customers.ts";
import { staffDesk } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

it("a blocked customer who asks for it by letter is deleted", async () => {
  const { email } = await newCustomer("eu");
  const { act, read } = await staffDesk("eu");
  const found = async () => (await read(`admin/customers?${new URLSearchParams({ email })}`)).items;
  const [{ id }] = await found();
  await act(`admin/customers/${id}/block`, { reason: "A test" });
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "admin");
  await person.open(`/customers/${id}`);

  await person.page.getByText(person.text("customers.privacy.erase_title"), { exact: true }).click();
  await person.page.locator("#erase-reason").fill("Letter of 2 November");
  const button = person.page.locator("form:has(#erase-reason) button[type=submit]");
  await button.click();
  await person.page.locator("form:has(#erase-reason) input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();

  await expect.poll(async () => (await found()).length).toBe(0);
});
