import "server-only";
import type { CategoryBranch } from "@globalmarket/api";
import { makeLocale } from "@globalmarket/i18n";
import type { MachineShop } from "@/server/machine";
import type { SitemapAddress } from "./sitemap";

const PAGE = 100;
const PART = 10; // pages of the API in a part of the sitemap

/** The home page, the categories and the operator's pages in a language. */
export async function listShopPages(shop: MachineShop, language: string): Promise<SitemapAddress[]> {
  const query = { lang: language };
  const [categories, pages] = await Promise.all([
    shop.api.GET("/api/v1/store/categories", { params: { query } }),
    shop.api.GET("/api/v1/store/pages", { params: { query } }),
  ]);
  const base = baseOf(shop, language);
  return [
    { address: base },
    { address: `${base}/products` },
    ...slugsOf(categories.data?.items ?? []).map((slug) => ({ address: `${base}/categories/${slug}` })),
    ...(pages.data?.items ?? []).map(({ slug, updated_at }) => ({
      address: `${base}/pages/${slug}`,
      changedAt: updated_at,
    })),
  ];
}

/** A part of the products: up to a thousand, beginning after `cursor`; and where the next part begins. */
export async function listProductPages(shop: MachineShop, language: string, cursor: string | null) {
  const base = baseOf(shop, language);
  const pages: SitemapAddress[] = [];
  let next = cursor;
  for (let page = 0; page < PART; page += 1) {
    const query = { lang: language, limit: PAGE, ...(next && { cursor: next }) };
    const { data } = await shop.api.GET("/api/v1/store/sitemap/products", { params: { query } });
    for (const { slug, updated_at, images } of data?.items ?? []) {
      pages.push({ address: `${base}/products/${slug}`, changedAt: updated_at, images });
    }
    next = data?.next_cursor ?? null;
    if (!next) break;
  }
  return { pages, next };
}

function baseOf({ origin, region }: MachineShop, language: string): string {
  return `${origin}/${makeLocale(language, region.default_country).tag}`;
}

function slugsOf(branches: CategoryBranch[]): string[] {
  return branches.flatMap(({ slug, children }) => [slug, ...slugsOf(children)]);
}
