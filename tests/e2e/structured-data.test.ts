import Validator from "@adobe/structured-data-validator";
import { describe, expect, it } from "vitest";
import { findProduct } from "./support/api.ts";
import { getPage } from "./support/pages.ts";

type Item = { "@type": string; [name: string]: unknown };

/** The facts for machines in a page. */
async function factsOf(region: string, path: string): Promise<Item[]> {
  const { status, text } = await getPage(`${region}.localhost`, path);
  expect(status, path).toBe(200);
  const scripts = text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
  return [...scripts].map(([, json = ""]) => JSON.parse(json));
}

/** What search engines would refuse, by the rules that Google publishes. */
async function faults(items: Item[]): Promise<string[]> {
  const byType: Record<string, Item[]> = {};
  for (const item of items) byType[item["@type"]] = [...(byType[item["@type"]] ?? []), item];
  const issues = await new Validator().validate({ jsonld: byType });
  return issues.filter(({ severity }) => severity === "ERROR").map(({ issueMessage }) => issueMessage);
}

/** Of products with a picture: one with a single variant, one with several. */
async function slugs(region: string): Promise<{ single: string; group: string; vendor: string }> {
  const single = await findProduct(region, ({ images, variants }) => images.length > 0 && variants.length === 1);
  const group = await findProduct(region, ({ images, variants }) => images.length > 0 && variants.length > 1);
  return { single: single.slug, group: group.slug, vendor: single.vendor.slug };
}

describe.each([
  { region: "eu", locale: "nl-NL", language: "nl", category: "kitchen" },
  { region: "mena", locale: "ar-AE", language: "ar", category: "kitchen" },
])("the facts for machines: $locale", ({ region, locale, category }) => {
  it("are what search engines take, on each kind of page", async () => {
    const { single, group, vendor } = await slugs(region);
    const pages = {
      [`/${locale}`]: ["Organization"],
      [`/${locale}/categories/${category}`]: ["BreadcrumbList"],
      [`/${locale}/products/${single}`]: ["Product", "BreadcrumbList"],
      [`/${locale}/products/${group}`]: ["ProductGroup", "BreadcrumbList"],
      [`/${locale}/vendors/${vendor}`]: ["Organization"],
    };

    for (const [path, types] of Object.entries(pages)) {
      const items = await factsOf(region, path);
      expect(items.map((item) => item["@type"]).toSorted(), path).toEqual(types.toSorted());
      expect(await faults(items), path).toEqual([]);
    }
  });

  it("would be refused with a fault in them", async () => {
    const { single } = await slugs(region);
    const items = await factsOf(region, `/${locale}/products/${single}`);

    expect(await faults(items.map(({ image, ...rest }) => rest as Item))).toEqual([
      'Required attribute "image" is missing',
    ]);
  });
});

/** Asks again until the answer is a kept one; while the product changes it is made anew. */
async function untilKept(host: string, path: string): Promise<void> {
  for (;;) {
    const { headers } = await getPage(host, path, { Accept: "*/*" });
    expect(headers["content-type"]).toBe("image/jpeg");
    if (headers["x-page-cache"] === "hit") return;
  }
}

describe("the picture of a shared link", () => {
  it.each([
    { region: "eu", locale: "en-NL" },
    { region: "mena", locale: "ar-AE" },
  ])("is named on each page, and made once: $locale", async ({ region, locale }) => {
    const { single } = await slugs(region);

    for (const path of [`/${locale}`, `/${locale}/products/${single}`, `/${locale}/categories/kitchen`]) {
      const { text } = await getPage(`${region}.localhost`, path);
      const [, address = ""] = /<meta property="og:image" content="http:\/\/[^/]+([^"]+)"/.exec(text) ?? [];
      expect(address).toBe(path.includes("/products/") ? `${path}/card.jpg` : `/${locale}/card.jpg`);
      const first = await getPage(`${region}.localhost`, address);
      expect([first.status, first.headers["content-type"]]).toEqual([200, "image/jpeg"]);
      await untilKept(`${region}.localhost`, address);
    }
  });

  it("is none of a product that is not sold", async () => {
    expect((await getPage("eu.localhost", "/en-NL/products/no-such-thing/card.jpg")).status).toBe(404);
  });
});
