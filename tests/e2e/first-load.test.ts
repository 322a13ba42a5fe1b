import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { getPage } from "./support/pages.ts";

const MOST_BYTES = 144_500; // React and Next.js alone are 135 kB: docs/reference/performance.md

/** The script files that a page's HTML names, as elements or in its data, without the one for browsers without modules. */
function scriptsOf(html: string): string[] {
  const [, old] = /<script\b[^>]*\bsrc="([^"]+)"[^>]*\bnomodule\b/i.exec(html) ?? [];
  const named = [...html.matchAll(/\/_next\/static\/chunks\/[\w.~-]+\.js/g)].map(([path]) => path);
  return [...new Set(named)].filter((path) => path !== old);
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
