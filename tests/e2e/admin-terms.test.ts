import { expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { type Shopper, useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";

const browser = useShoppers();

/** Rename a brand, and wait until its products have followed. */
async function rename(person: Shopper, old: string, called: string): Promise<void> {
  await person.open(`/brands/rename?text=${encodeURIComponent(old)}`);
  await person.page.locator("#rename-new").fill(called);
  await person.page.locator("#rename-reason").fill("A test of brands");
  const button = person.page.locator("form:has(#rename-reason) button[type=submit]");
  await button.click();
  await person.page.locator("input[name=confirmed]").waitFor({ state: "attached" });
  await button.click();
  await person.page.getByText(person.text("terms.done.renamed")).waitFor();
  await expect.poll(() => spellings(person, called)).toEqual([called]);
  await expect.poll(() => spellings(person, old)).toEqual([]);
}

/** The brands that the list finds by this text. */
async function spellings(person: Shopper, text: string): Promise<string[]> {
  await person.open(`/brands?q=${encodeURIComponent(text)}`);
  return (await person.page.locator("tbody th a").allTextContents()).filter((found) => found === text);
}

it("a brand is called otherwise, its products follow, and so it is called again", async () => {
  const staff = await browser(atPanel("eu", "en-NL"));
  await enterAs(staff, "catalogue");
  await staff.open("/brands");
  const brand = (await staff.page.locator("tbody th a").first().textContent()) ?? "";
  const other = `Zz ${crypto.randomUUID().slice(0, 8)}`;

  await rename(staff, brand, other);
  try {
    expect(await violations(staff)).toEqual([]);
    await staff.open(`/products?q=${encodeURIComponent(other)}`);
    await staff.page.locator("tbody").getByText(other).first().waitFor();
  } finally {
    await rename(staff, other, brand);
  }
});

it("support sees which role the brands are for", async () => {
  const support = await browser(atPanel("eu", "en-NL"));
  await enterAs(support, "support");
  await support.open("/brands");
  await support.page.getByText(support.text("frame.not_allowed")).waitFor();
});
