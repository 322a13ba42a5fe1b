import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { violations } from "./support/axe.ts";
import { mailWith } from "./support/mails.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const shopper = useShoppers();

const PRICE: Record<string, (title: string) => string> = {
  "en-NL": (title) => `How much is ${title}?`,
  "ar-AE": (title) => `كم سعر ${title}؟`,
};

async function ask(visitor: Shopper, text: string): Promise<void> {
  const dialog = visitor.page.getByRole("dialog");
  await dialog.getByLabel(visitor.text("assistant.label")).fill(text);
  await dialog.getByRole("button", { name: visitor.text("assistant.send"), exact: true }).click();
}

it.each([
  { region: "eu", locale: "en-NL", width: 1280 },
  { region: "mena", locale: "ar-AE", width: 390 },
])("the panel answers a price and cites the product: $locale at $width", async (who) => {
  const [product] = await findBuyable(who.region, who.locale, 1);
  const visitor = await shopper(who);
  await visitor.open("/");
  const link = visitor.page.getByRole("link", { name: visitor.text("assistant.open"), exact: true });

  await expect
    .poll(async () => {
      if (visitor.page.url().endsWith("/help/chat")) await visitor.page.goBack();
      // Before its script has run, the link leads to the page; once the panel is coming, nothing else can be clicked.
      await link.click({ timeout: 2_000 }).catch(() => undefined);
      return visitor.page.getByRole("dialog").count();
    })
    .toBe(1);
  await ask(visitor, PRICE[who.locale]?.(product?.title ?? "") ?? "");

  const log = visitor.page.getByRole("log");
  await log
    .getByRole("link", { name: product?.title ?? "" })
    .first()
    .waitFor();
  expect(await log.locator("article").count()).toBe(2);
  expect(await violations(visitor)).toEqual([]);
  await visitor.page.keyboard.press("Escape");
  expect(await visitor.page.getByRole("dialog").count()).toBe(0);
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
});

it("the page asks, answers and begins again without scripts", async () => {
  const visitor = await shopper({ region: "eu", locale: "nl-NL", hasScripts: false });
  await visitor.open("/help/chat");

  await visitor.page.getByLabel(visitor.text("assistant.label")).fill("Binnen hoeveel dagen mag ik iets terugsturen?");
  await visitor.page.getByRole("button", { name: visitor.text("assistant.send"), exact: true }).click();
  await visitor.page.getByText("14 dagen").waitFor();
  await visitor.page.getByRole("button", { name: visitor.text("assistant.start_again") }).click();

  await expect.poll(() => visitor.page.locator("main article").count()).toBe(0);
});

it("a conversation is handed over, and staff answer by mail", async () => {
  const email = `guest-${crypto.randomUUID()}@example.com`;
  const question = `My kettle rattles ${crypto.randomUUID().slice(0, 8)}`;
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  await visitor.open("/help/chat");
  await visitor.page.getByLabel(visitor.text("assistant.label")).fill(question);
  await visitor.page.getByRole("button", { name: visitor.text("assistant.send"), exact: true }).click();
  await visitor.page.getByText(question).first().waitFor();
  await visitor.page.locator("#hand-over-form-email").fill(email);
  await visitor.page.getByRole("button", { name: visitor.text("assistant.hand_over"), exact: true }).click();
  await visitor.page.getByText(visitor.text("assistant.handed_over")).waitFor();

  const person = await shopper(atPanel("eu", "en-NL", 1280));
  await enterAs(person, "support");
  await person.open("/conversations");
  await person.page.getByRole("link", { name: question }).click();
  await person.page.locator("#reply-reply").fill("Turn the lid a little.");
  await person.page.getByRole("button", { name: person.text("conversations.send"), exact: true }).click();
  await person.page.getByText(person.text("conversations.replied")).waitFor();

  await mailWith(email, "Turn the lid a little.");
});
