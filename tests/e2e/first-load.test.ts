import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { getPage } from "./support/pages.ts";

const MOST_BYTES = 142_000; // React and Next.js alone are 135 kB: docs/reference/performance.md

/** The script files that a page's HTML names, without those that only browsers without modules load. */
function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)];
  return tags.filter(([tag]) => !/\bnomodule\b/i.test(tag)).map(([, path = ""]) => path);
}

it.each([
  ["eu", "en-NL"],
  ["mena", "ar-AE"],
])("a product page of %s in %s loads no more scripts than its budget", async (region, locale) => {
  const [product] = await findBuyable(region, locale, 1);
  const host = `${region}.localhost`;
  const page = await getPage(host, `/${locale}/products/${product?.slug}`);
  const paths = scriptsOf(page.text);
  const files = await Promise.all(paths.map((path) => getPage(host, path)));

  expect(paths.length).toBeGreaterThan(0);
  expect(files.map(({ status }) => status)).toEqual(paths.map(() => 200));
  const bytes = files.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
