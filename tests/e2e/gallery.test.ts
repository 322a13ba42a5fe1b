import { beforeAll, describe, expect, it } from "vitest";
import { findProduct } from "./support/api.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

const dialog = ({ page }: Shopper) => page.getByRole("dialog");
const position = (person: Shopper) => dialog(person).locator("p[aria-live]");
const pictures = ({ page, text }: Shopper) =>
  page.getByRole("region", { name: text("product.pictures") }).locator("li a[aria-label]");

const PATIENCE_MS = 110_000;

/** The page with its scripts at work: they ask for the number at the cart's link. */
async function openWithScripts(person: Shopper, path: string): Promise<void> {
  await Promise.all([person.page.waitForResponse(/\/cart\/count$/), person.open(path)]);
}

describe.each([
  { region: "eu", locale: "en-NL", next: "ArrowRight", previous: "ArrowLeft" },
  { region: "mena", locale: "ar-AE", next: "ArrowLeft", previous: "ArrowRight" },
])("the pictures of a product: $locale", ({ region, locale, next, previous }) => {
  let slug: string;
  let count: number;
  beforeAll(async () => {
    const product = await findProduct(region, ({ images }) => images.length > 1);
    slug = product.slug;
    count = product.images.length;
  }, PATIENCE_MS);

  it("are looked at by the keyboard, and the focus goes back", async () => {
    const person = await shopper({ region, locale });
    await openWithScripts(person, `/products/${slug}`);
    await pictures(person).first().press("Enter");
    await dialog(person).waitFor();
    await person.page.keyboard.press(next);
    await position(person).getByText(`2 / ${count}`).waitFor();
    await person.page.keyboard.press(previous);
    await position(person).getByText(`1 / ${count}`).waitFor();
    await person.page.keyboard.press("Escape");

    await dialog(person).waitFor({ state: "detached" });
    const isBack = await pictures(person)
      .first()
      .evaluate((link) => document.activeElement === link);
    expect(isBack).toBe(true);
  });

  it("are looked at by buttons, and zoomed", async () => {
    const person = await shopper({ region, locale, width: 390 });
    await openWithScripts(person, `/products/${slug}`);
    await pictures(person).first().click();
    await dialog(person)
      .getByRole("button", { name: person.text("product.zoom.next") })
      .click();
    await position(person).getByText(`2 / ${count}`).waitFor();

    const shown = dialog(person).locator("li:not([aria-hidden=true]) img");
    const before = (await shown.boundingBox())?.width ?? 0;
    await dialog(person)
      .getByRole("button", { name: person.text("product.zoom.in") })
      .click();
    await dialog(person)
      .getByRole("button", { name: person.text("product.zoom.out") })
      .waitFor();
    expect((await shown.boundingBox())?.width).toBeGreaterThan(before * 1.5);

    await dialog(person)
      .getByRole("button", { name: person.text("product.zoom.close") })
      .click();
    await dialog(person).waitFor({ state: "detached" });
  });

  it("are large without scripts, too", async () => {
    const person = await shopper({ region, locale, hasScripts: false });
    await person.open(`/products/${slug}`);
    const [answer] = await Promise.all([person.page.waitForNavigation(), pictures(person).first().click()]);

    expect(answer?.headers()["content-type"]).toMatch(/^image\//);
  });
});
