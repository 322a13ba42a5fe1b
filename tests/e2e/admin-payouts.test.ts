import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { deliver, passDays, staffDesk, vendorDesk } from "./support/operator.ts";
import { type Placed, placeOrder } from "./support/orders.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

const REGIONS = [
  { region: "eu", locale: "en-NL", currency: "EUR", width: 1280 },
  { region: "mena", locale: "ar-AE", currency: "KWD", width: 390 },
];
const UNTIL_PAYABLE = 16; // days: the return window, and longer than a new payout account waits

const ABOVE_MINIMUM = 2; // orders: one alone earns less than a region pays out
const BY_EVENT = { timeout: 120_000, interval: 1_000 }; // a delivery reaches payouts by an event

interface Line {
  order_number: string;
  amount: { minor: number };
}

/** The form with this id, opened if it is folded. */
async function formOf({ page }: Shopper, id: string): Promise<Locator> {
  const form = page.locator("form", { has: page.locator(`#${id}-reason`) });
  const fold = page.locator("details:not([open])", { has: form });
  if (await fold.count()) await fold.locator("summary").first().click();
  return form;
}

/** Give the reason, read what the form asks, and say yes. Returns the question. */
async function decide(person: Shopper, id: string, words: { submit: string; confirm: string; done: string }) {
  const form = await formOf(person, id);
  await form.locator(`#${id}-reason`).fill("The weekly run");
  await form.getByRole("button", { name: person.text(words.submit), exact: true }).click();
  const confirm = form.getByRole("button", { name: person.text(words.confirm), exact: true });
  await confirm.waitFor();
  const question = (await form.getByRole("status").textContent()) ?? "";
  await confirm.click();
  await person.page.getByText(person.text(words.done)).waitFor();
  return question;
}

type Desk = Awaited<ReturnType<typeof vendorDesk>>;

/** What the vendor may be paid now, in minor units. */
async function payable(desk: Desk, currency: string): Promise<number> {
  const { items } = await desk.read("vendor/balance");
  return items.find((one: { currency: string }) => one.currency === currency)?.payable.minor ?? 0;
}

/** What the vendor earned by an order, in minor units; 0 before it is booked. */
async function earned(desk: Desk, id: string): Promise<number> {
  const { items } = await desk.read(`vendor/transactions?order_id=${id}`);
  return items.reduce((sum: number, { amount }: Line) => sum + amount.minor, 0);
}

/** Delivered orders whose earnings can be paid. Returns the number of one of them. */
async function placePayableOrders(region: string, locale: string, currency: string): Promise<string> {
  const [product] = await findBuyable(region, locale, 1);
  const vendor = product?.vendor ?? "";
  await passDays(region, UNTIL_PAYABLE); // what was delivered before is payable by then
  const before = await payable(await vendorDesk(region, vendor), currency);
  const orders: Placed[] = [];
  while (orders.length < ABOVE_MINIMUM) {
    const order = await placeOrder(region, locale);
    await deliver(region, vendor, order.number);
    orders.push(order);
  }
  await passDays(region, UNTIL_PAYABLE);
  const desk = await vendorDesk(region, vendor);
  const areAllPayable = async () => {
    const each = await Promise.all(orders.map(({ id }) => earned(desk, id)));
    const all = each.reduce((sum, one) => sum + one, 0);
    return each.every((one) => one > 0) && (await payable(desk, currency)) - before >= all;
  };
  await expect.poll(areAllPayable, BY_EVENT).toBe(true);
  return orders.at(-1)?.number ?? "";
}

/** Preview what is payable. Returns the path of the run's page. */
async function previewRun(person: Shopper, currency: string): Promise<string> {
  await person.open("/payouts");
  await person.page.locator("#run-currency").selectOption(currency);
  await person.page.getByRole("button", { name: person.text("payouts.preview"), exact: true }).click();
  await person.page.waitForURL(/\/payouts\/runs\/prun_/);
  return new URL(person.page.url()).pathname;
}

it.each(REGIONS)(
  "one person previews a run, another approves and pays it, and the report adds up: $locale at $width",
  async ({ region, locale, currency, width }) => {
    const number = await placePayableOrders(region, locale, currency);
    const maker = await browser(atPanel(region, locale, width));
    await enterAs(maker, "finance");
    const run = await previewRun(maker, currency);
    const approver = await browser(atPanel(region, locale, width));
    await enterAs(approver, "admin");
    await approver.page.goto(new URL(run, approver.home).href);
    const previewed = (await approver.page.locator("dd bdi").first().textContent()) ?? "";

    const asked = await decide(approver, "approve", {
      submit: "payouts.approve",
      confirm: "payouts.approve_confirm",
      done: "payouts.done.run_approved",
    });
    expect(asked).toContain(previewed);
    await decide(approver, "pay", {
      submit: "payouts.pay",
      confirm: "payouts.pay_confirm",
      done: "payouts.done.run_paid",
    });
    const [transfers] = await Promise.all([
      approver.page.waitForEvent("download"),
      approver.page.getByRole("link", { name: approver.text("payouts.transfers_as.csv") }).click(),
    ]);
    expect(transfers.suggestedFilename()).toMatch(/^transfers-prun_\w+\.csv$/);

    const desk = await staffDesk(region);
    const { payouts } = await desk.read(`admin/payout-runs/${run.split("/").at(-1)}`);
    const statements = await Promise.all(
      payouts.map(({ id }: { id: string }) => desk.read(`admin/payouts/${id}/statement.json`)),
    );
    const statement = statements.find(({ lines }) =>
      lines.some((line: Line) => line.order_number.startsWith(`${number}-`)),
    );
    const sum = statement.lines.reduce((all: number, { amount }: Line) => all + amount.minor, 0);
    expect(sum).toBe(statement.amount.minor);

    await approver.open(`/payouts/all/${statement.payout_id}`);
    await approver.page.getByRole("rowheader", { name: number }).waitFor();
    await decide(approver, "paid", {
      submit: "payouts.steps.paid.submit",
      confirm: "payouts.steps.paid.confirm",
      done: "payouts.done.paid",
    });
    const [file] = await Promise.all([
      approver.page.waitForEvent("download"),
      approver.page.getByRole("link", { name: /CSV/ }).click(),
    ]);
    expect(readFileSync(await file.path(), "utf8")).toContain(number);

    await approver.open("/books");
    await approver.page.getByRole("heading", { name: currency, exact: true }).waitFor();
    expect(await approver.page.locator("main [role=alert]").count()).toBe(0); // the books agree
  },
);

it("an adjustment is approved by another person than the one who proposed it, and decided once", async () => {
  const maker = await browser(atPanel("eu", "en-NL"));
  await enterAs(maker, "finance");
  await maker.open("/adjustments/new?q=atelier");
  await maker.page.locator("main li a").first().click();
  await maker.page.locator("#proposal-amount").fill("a lot");
  await maker.page.locator("#proposal-reason").fill("A parcel that the carrier lost");
  const propose = maker.page.getByRole("button", { name: maker.text("adjustments.propose"), exact: true });
  await propose.click();
  await maker.page.locator("#proposal-amount-error").waitFor();
  await maker.page.locator("#proposal-amount").fill("12,50");
  await propose.click();
  await maker.page.getByText("€12.50").waitFor();
  await maker.page.getByRole("button", { name: maker.text("adjustments.propose_confirm") }).click();
  await maker.page.getByText(maker.text("adjustments.done.proposed")).waitFor();
  expect(await maker.page.locator("#approve-reason").count()).toBe(0);
  await maker.page.getByText(maker.text("adjustments.own_proposal")).waitFor();

  const approver = await browser(atPanel("eu", "en-NL"));
  await enterAs(approver, "admin");
  await approver.page.goto(new URL(new URL(maker.page.url()).pathname, approver.home).href);
  const late = await approver.inAnotherTab();
  await late.page.goto(approver.page.url());
  await decide(approver, "approve", {
    submit: "adjustments.approve",
    confirm: "adjustments.approve_confirm",
    done: "adjustments.done.approved",
  });

  const form = await formOf(late, "reject");
  await form.locator("#reject-reason").fill("Too late");
  await form.getByRole("button", { name: late.text("adjustments.reject"), exact: true }).click();
  await form.getByRole("button", { name: late.text("adjustments.reject_confirm"), exact: true }).click();
  await late.page.locator("main").getByText(late.text("adjustments.states.approved"), { exact: true }).waitFor();
});

it("money is not for support: the page says for whom it is", async () => {
  const person = await browser(atPanel("eu", "en-NL"));
  await enterAs(person, "support");

  expect(
    await person.page.getByRole("link", { name: person.text("frame.sections.payouts"), exact: true }).count(),
  ).toBe(0);
  await person.open("/payouts");
  await person.page.getByText(person.text("frame.not_allowed")).waitFor();
  await person.page.getByText(person.text("frame.roles.finance")).waitFor();
});
