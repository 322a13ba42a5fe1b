import { beforeAll, describe, expect, it, vi } from "vitest";
import { callApi } from "./support/api.ts";
import { type Answer, getPage } from "./support/pages.ts";

const EU = "eu.localhost";
const PRODUCT = "alma-mug-in-stoneware";
const PATH = `/en-NL/products/${PRODUCT}`;

function eventually(path: string, holds: (answer: Answer) => boolean): Promise<Answer> {
  return vi.waitFor(
    async () => {
      const answer = await getPage(EU, path);
      if (!holds(answer)) throw new Error(`${path} is not yet as it is waited for: ${answer.status}`);
      return answer;
    },
    { timeout: 120_000, interval: 100 },
  );
}

describe("a page that is kept", () => {
  let vendor: Record<string, string>;
  let productId: string;

  beforeAll(async () => {
    const { body: product } = await callApi("eu", `store/products/${PRODUCT}`);
    productId = product.id;
    const email = `${product.vendor.slug}@demo.example`;
    const login = { audience: "vendor", email, password: "marketplace-demo" };
    const { body } = await callApi("eu", "auth/login", { method: "POST", body: login });
    vendor = { Authorization: `Bearer ${body.access_token}` };
  });

  async function setBrand(brand: string): Promise<string> {
    const path = `vendor/products/${productId}`;
    const { body, etag = "" } = await callApi("eu", path, { headers: vendor });
    await callApi("eu", path, { method: "PATCH", headers: { ...vendor, "If-Match": etag }, body: { brand } });
    return body.brand;
  }

  it("shows what a vendor has changed, on the product's page and in lists", async () => {
    const list = "/en-NL/search?q=alma+mug";
    await eventually(PATH, ({ headers }) => headers["x-page-cache"] === "hit");
    await eventually(list, ({ headers }) => headers["x-page-cache"] === "hit");
    const brand = `Kept ${crypto.randomUUID().slice(0, 8)}`;

    const before = await setBrand(brand);
    try {
      await eventually(PATH, ({ text }) => text.includes(brand));
      await eventually(list, ({ text }) => text.includes(brand));
    } finally {
      await setBrand(before);
    }
  });

  it("has another nonce each time, and nobody's cookie", async () => {
    const first = await eventually(PATH, ({ headers }) => headers["x-page-cache"] === "hit");
    const second = await eventually(PATH, ({ headers }) => headers["x-page-cache"] === "hit");

    expect(first.nonce).not.toBe(second.nonce);
    expect(second.text.replaceAll(second.nonce, first.nonce)).toBe(first.text);
    expect([second.headers["set-cookie"] ?? []].flat().filter((cookie) => !cookie.startsWith("gm_locale="))).toEqual(
      [],
    );
  });
});

describe("a page of one visitor", () => {
  it.each(["/en-NL/cart", "/en-NL/checkout", "/en-NL/account", "/en-NL/login", "/en-NL/preferences"])(
    "%s is not kept",
    async (path) => {
      const answers = [await getPage(EU, path), await getPage(EU, path)];

      expect(answers.map(({ headers }) => headers["x-page-cache"])).toEqual([undefined, undefined]);
      for (const { headers } of answers) expect(headers["cache-control"]).toMatch(/no-store|no-cache/);
    },
  );
});

describe("regions, languages and countries", () => {
  const SHOPS = [
    { host: EU, locale: "en-NL", currency: "€", other: "د.إ" },
    { host: EU, locale: "de-DE", currency: "€", other: "د.إ" },
    { host: "mena.localhost", locale: "ar-AE", currency: "د.إ", other: "€" },
    { host: "mena.localhost", locale: "en-KW", currency: "KWD", other: "€" },
  ];

  it("never mix, however many ask at the same time", async () => {
    const asked = Array.from({ length: 80 }, (_, number) => SHOPS[number % SHOPS.length] ?? SHOPS[0]).map(
      async (shop) => {
        const path = `/${shop?.locale}/products`;
        return { shop, answer: await getPage(shop?.host ?? "", path) };
      },
    );

    for (const { shop, answer } of await Promise.all(asked)) {
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(`lang="${shop?.locale}"`);
      expect(answer.text).toContain(shop?.currency);
      expect(answer.text).not.toContain(shop?.other);
      expect([answer.headers["set-cookie"] ?? []].flat().join()).toContain(`gm_locale=${shop?.locale}`);
    }
  });

  it.each([
    ["a region that is not here", "xx.localhost", "/en-NL"],
    ["no name at all", "127.0.0.1", "/"],
  ])("refuse %s", async (_, host, path) => {
    const { status, text } = await getPage(host, path);

    expect([status, text]).toEqual([404, "No shop has this address.\n"]);
  });

  it("have no page of another region's languages and countries", async () => {
    const { status, headers } = await getPage(EU, "/ar-AE/products", { "Accept-Language": "fr-BE" });

    expect([status, headers.location]).toEqual([307, expect.stringMatching(/\/fr-BE\/ar-AE\/products$/)]);
  });
});

describe("machines", () => {
  it("get the text of a page, by its address or by what they accept", async () => {
    const [byAddress, byHeader] = await Promise.all([
      getPage(EU, "/en-NL/products/regen-watering-can-in-brass.md"),
      getPage(EU, "/en-NL/products/regen-watering-can-in-brass", { Accept: "text/markdown" }),
    ]);

    expect(byAddress.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(byAddress.text).toMatch(/^# Regen/);
    expect(byHeader.text).toBe(byAddress.text);
  });

  it("find the text's address in the page", async () => {
    const { text } = await getPage(EU, PATH);

    expect(text).toMatch(
      new RegExp(`<link rel="alternate" type="text/markdown" href="http://${EU}:\\d+${PATH}\\.md"/>`),
    );
  });

  it("find the shop's one address and its languages", async () => {
    const { text } = await getPage(EU, `${PATH}?colour=x`);

    expect(text).toMatch(new RegExp(`<link rel="canonical" href="http://${EU}:\\d+${PATH}"/>`));
    expect(text).toContain('hrefLang="nl-BE"');
    expect(text).toContain('"@type":"ProductGroup"');
  });

  it("find the other region's home page from each home page, and one for everybody else", async () => {
    const [eu, mena] = await Promise.all([getPage(EU, "/nl-BE"), getPage("mena.localhost", "/ar-AE")]);

    for (const { text } of [eu, mena]) {
      expect(text).toMatch(/hrefLang="ar-AE" href="http:\/\/mena\.localhost:\d+\/ar-AE"/);
      expect(text).toMatch(/hrefLang="x-default" href="http:\/\/eu\.localhost:\d+\/en-NL"/);
    }
    expect(eu.text).toMatch(/<link rel="canonical" href="http:\/\/eu\.localhost:\d+\/nl-BE"\/>/);
    expect(mena.text).toMatch(/hrefLang="nl-BE" href="http:\/\/eu\.localhost:\d+\/nl-BE"/);
    expect((await getPage(EU, PATH)).text).not.toContain('hrefLang="ar-AE"');
  });

  it("find every page in the sitemap, in each language", async () => {
    const index = await getPage(EU, "/sitemap.xml");
    const [, products = ""] = /<loc>http:\/\/[^/]+(\/sitemap\/nl\/products\.xml)<\/loc>/.exec(index.text) ?? [];

    expect((await getPage(EU, products)).text).toContain(`/nl-NL/products/${PRODUCT}</loc>`);
    expect((await getPage(EU, "/sitemap/nl/pages.xml")).text).toContain("/nl-NL/categories/kitchen</loc>");
    expect((await getPage(EU, "/feeds/google/nl-BE.xml")).text).toContain("<g:price>");
  });

  it("are kept out of what belongs to one visitor", async () => {
    const { text } = await getPage(EU, "/robots.txt");

    expect(text).toContain("Disallow: /*/account\n");
  });
});
