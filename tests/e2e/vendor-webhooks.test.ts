import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useShoppers } from "./support/shop.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();
const received: string[] = [];
let receiver: Server;

/** The vendor's own system: it fails once, then it works. */
beforeAll(async () => {
  receiver = createServer((request, answer) => {
    request.on("data", (part) => received.push(String(part)));
    request.on("end", () => answer.writeHead(received.length > 1 ? 204 : 500).end());
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
});

afterAll(() => {
  receiver.close();
});

it("an owner makes a webhook, sees its secret once, tries it, and sends a request again", async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, "waldweg");
  await person.open("/settings/webhooks");
  await person.page.locator("#webhook-url").fill(url);
  await person.page.locator("#webhook-order_changed").check();
  await person.page.getByRole("button", { name: person.text("webhooks.create") }).click();
  expect(await person.page.locator("#webhook-secret").inputValue()).toMatch(/^whsec_/);
  await person.page.getByRole("link", { name: url }).first().click();
  await person.page.waitForURL(/\/settings\/webhooks\/whe_/);
  expect(await person.page.locator("#webhook-secret").count()).toBe(0);

  await person.page.getByRole("button", { name: person.text("webhooks.test") }).click();
  const row = person.page.getByRole("row").filter({ hasText: person.text("webhooks.event.webhook_test") });
  await row.getByText("500").waitFor();
  await row.getByRole("button", { name: person.text("webhooks.replay") }).click();
  await row.getByText(person.text("webhooks.delivery_states.delivered")).waitFor();
  expect(received.map((body) => JSON.parse(body).type)).toEqual(["webhook.test", "webhook.test"]);

  await person.page.getByText(person.text("webhooks.remove"), { exact: true }).first().click();
  await person.page.getByRole("button", { name: person.text("webhooks.remove"), exact: true }).click();
  await person.page.getByRole("button", { name: person.text("webhooks.remove_confirm") }).click();
  await person.page.getByText(person.text("webhooks.removed")).waitFor();
});
