import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, type TestContext } from "vitest";
import { BROWSER_OPTIONS, CHROMIUM, newAddress, SHOP_PORT } from "./settings.ts";
import { type App, words } from "./words.ts";

const PICTURES = new URL("../../../.local/e2e/", import.meta.url).pathname;
const PATIENCE_MS = 60_000;

export const CARDS = { good: "4242424242424242", declined: "4000000000000002", confirmed: "4000002760003184" };

const ADDRESSES: Record<string, Record<string, string>> = {
  NL: { name: "Ada de Vries", line1: "Keizersgracht 1", postcode: "1015 CJ", city: "Amsterdam" },
  DE: { name: "Ada Vogel", line1: "Torstraße 1", postcode: "10119", city: "Berlin" },
  NG: { name: "Ada Okafor", line1: "12 Marina Road", city: "Lagos", phone: "+2348031234567" },
  AE: {
    name: "مريم المنصوري",
    region: "Dubai",
    line1: "Villa 4, Street 12",
    area: "Jumeirah 1",
    phone: "+971501234567",
  },
};

/** What an order to the locale's country needs. */
export function addressIn(locale: string): Record<string, string> {
  return ADDRESSES[locale.split("-")[1] ?? ""] ?? {};
}

export interface Who {
  region: string;
  /** Of the address: `nl-NL`. */
  locale: string;
  hasScripts?: boolean;
  width?: number;
  /** Of another shop than that of `make up`. */
  port?: number;
  /** Whose words the pages have; the shop's if none is named. */
  app?: App;
}

/** A person with a browser of their own, in one region's shop and one language. */
export class Shopper {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly home: string;
  readonly text: (path: string) => string;
  private readonly who: Who;

  constructor(page: Page, who: Who) {
    const { region, locale, port = SHOP_PORT, app } = who;
    this.page = page;
    this.context = page.context();
    this.who = who;
    this.home = `http://${region}.localhost:${port}/${locale}`;
    this.text = words(locale.split("-")[0] ?? "", app);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.home + path);
  }

  /** The same person in another tab. */
  async inAnotherTab(): Promise<Shopper> {
    return new Shopper(await this.context.newPage(), this.who);
  }

  async putIntoCart(slug: string): Promise<void> {
    await this.open(`/products/${slug}`);
    await this.page.getByRole("button", { name: this.text("cart.add"), exact: true }).click();
    await this.page.getByText(this.text("cart.added")).waitFor();
  }

  /** The checkout of the cart, filled in as far as an order needs. */
  async fillCheckout(): Promise<void> {
    await this.open("/checkout");
    await this.fillAddress();
  }

  /** The fields of the checkout that is open; the e-mail address only where the shop does not know it. */
  async fillAddress(): Promise<void> {
    const email = this.page.getByLabel(this.text("checkout.email"));
    if (!(await email.inputValue())) await email.fill(`guest-${crypto.randomUUID()}@example.com`);
    for (const [part, value] of Object.entries(addressIn(this.who.locale))) {
      const field = this.page.locator(`[id="shipping_address.${part}"]`);
      const isList = (await field.evaluate((element) => element.tagName)) === "SELECT";
      await (isList ? field.selectOption(value) : field.fill(value));
    }
  }

  async order(): Promise<void> {
    await this.page.locator("form:has(#email) aside button[type=submit]").click();
  }

  /** Type a card on the provider's page. */
  async payByCard(number: string): Promise<void> {
    await this.page.locator("input[name=card_number]").fill(number);
    await this.page.locator("button.main").click();
  }

  /** The number of the order that was just confirmed. */
  async confirmedOrder(): Promise<string> {
    await this.page.waitForURL(/\/orders\/ord_\w+\?placed=1/);
    await this.page.getByText(this.text("orders.thanks")).waitFor();
    return (await this.page.locator("h1 bdi").textContent()) ?? "";
  }
}

/** Inside a describe or a file: makes shoppers, and takes a picture of their pages if the test fails. */
export function useShoppers(): (who: Who) => Promise<Shopper> {
  let browser: Browser;
  let open: Page[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_OPTIONS });
  });
  beforeEach(() => {
    open = [];
  });
  afterEach(async (test) => {
    if (test.task.result?.state === "fail") await takePictures(test, open);
    await Promise.all(open.map((page) => page.context().close()));
  });
  afterAll(() => browser.close());
  return async (who) => {
    const context = await browser.newContext({
      viewport: { width: who.width ?? 1280, height: 900 },
      javaScriptEnabled: who.hasScripts ?? true,
      extraHTTPHeaders: { "X-Forwarded-For": newAddress() },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    open.push(page);
    return new Shopper(page, who);
  };
}

async function takePictures(test: TestContext, pages: Page[]): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const name = test.task.name.replaceAll(/\W+/g, "-").slice(0, 80);
  for (const [number, page] of pages.entries()) {
    process.stderr.write(`${name}: at ${page.url()}\n`);
    await page.screenshot({ path: `${PICTURES}${name}-${number}.png`, fullPage: true }).catch(() => undefined);
  }
}
