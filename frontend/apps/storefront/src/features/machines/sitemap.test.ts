import { expect, it } from "vitest";
import { sitemap, sitemapIndex } from "./sitemap";

it("lists sitemaps", () => {
  expect(sitemapIndex(["https://shop.example/sitemap/nl/products.xml?after=a&b"])).toContain(
    "<sitemap><loc>https://shop.example/sitemap/nl/products.xml?after=a&amp;b</loc></sitemap>",
  );
});

it("lists pages with when they changed and their pictures", () => {
  const address = "https://shop.example/nl-NL/products/mok";
  const images = [{ url: "https://api.shop.example/1.webp" }];

  expect(sitemap([{ address, changedAt: "2026-11-29T00:00:00Z", images }])).toContain(
    `<url><loc>${address}</loc><lastmod>2026-11-29T00:00:00Z</lastmod>` +
      "<image:image><image:loc>https://api.shop.example/1.webp</image:loc></image:image></url>",
  );
});
