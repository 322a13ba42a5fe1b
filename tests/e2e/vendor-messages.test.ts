import { expect, it } from "vitest";
import { callApi } from "./support/api.ts";
import { violations } from "./support/axe.ts";
import { mailWith } from "./support/mails.ts";
import { placeOrder } from "./support/orders.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();

it.each([
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 390 },
])(
  "a guest asks about an order, the vendor answers, the answer comes back, and staff reads both: $locale",
  async (who) => {
    const order = await placeOrder(who.region, who.locale);
    const confirmed = await mailWith(order.email, order.id);
    const [link = ""] = /https?:\S+\/orders\/ord_\w+\?token=\S+/.exec(confirmed) ?? [];
    const guest = await browser({ region: who.region, locale: who.locale, width: who.width });
    await guest.page.goto(`${guest.home}/orders/${order.id}${new URL(link).search}`);
    await guest.page.locator("details:has([id^='ask-'])").locator("summary").click();
    await guest.page.locator("[id^='ask-'][name=text]").fill("Is it blue? Mail noor@example.com");
    await guest.page.getByRole("button", { name: guest.text("messages.send") }).click();
    await guest.page.getByText(guest.text("messages.sent")).waitFor();

    const person = await browser(atDashboard(who.region, who.locale, who.width));
    await enter(person, order.vendor);
    await person.open("/messages?awaits_vendor=true");
    await person.page.getByRole("link", { name: order.number }).click();
    await person.page.waitForURL(/\/orders\/vord_/);
    await person.page.getByText("Is it blue? Mail •••").waitFor();
    expect(await violations(person)).toEqual([]);
    await person.page.locator("#answer-text").fill("It is.");
    await person.page.getByRole("button", { name: person.text("messages.send") }).click();
    await person.page.getByText(person.text("messages.sent")).waitFor();

    await guest.page.reload();
    await guest.page.getByText("It is.").waitFor();
    await mailWith(order.email, "It is.");
    expect(await violations(guest)).toEqual([]);

    const staff = await browser(atPanel(who.region, who.locale, who.width));
    await enterAs(staff, "support");
    await staff.open(`/orders/${order.id}`);
    await staff.page.getByText("Is it blue? Mail •••").waitFor();
    await staff.page.getByText("It is.", { exact: true }).waitFor();
    expect(await violations(staff)).toEqual([]);
  },
);

it("an order arrives while Today is looked at: it is said, and heard where a person has switched that on", async () => {
  const person = await browser(atDashboard("eu", "en-NL"));
  const [{ vendor }] = [await placeOrder("eu", "en-NL")];
  await enter(person, vendor);
  const off = person.page.getByRole("button", { name: person.text("today.sound.off") });
  await off.waitFor();
  expect(await off.getAttribute("aria-pressed")).toBe("false");
  await off.click();
  const on = person.page.getByRole("button", { name: person.text("today.sound.on") });
  expect(await on.getAttribute("aria-pressed")).toBe("true");
  await person.page.waitForTimeout(2_000); // its connection stands

  await placeOrder("eu", "en-NL");

  await person.page.getByText(person.text("today.arrived.order")).waitFor();
  await person.page.reload();
  await on.waitFor(); // the choice is this browser's
});

it("who is not of the order neither reads nor writes", async () => {
  const order = await placeOrder("eu", "en-NL");

  expect((await callApi("eu", `store/orders/${order.id}/messages`)).status).toBe(404);
});
