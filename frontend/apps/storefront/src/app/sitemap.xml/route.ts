import { sitemapIndex, xmlAnswer } from "@/features/machines/sitemap";
import { listProductPages } from "@/features/machines/sitemap-parts";
import { findMachineShop, noShop } from "@/server/machine";

/** The parts of the shop's sitemap: for each language its pages, and its products by the thousand. */
export async function GET(request: Request): Promise<Response> {
  const shop = await findMachineShop(request);
  if (!shop) return noShop();
  const parts: string[] = ["products.xml"];
  let next: string | null = null;
  do {
    // Products have the same slug in every language, so all languages have the same parts.
    ({ next } = await listProductPages(shop, shop.region.default_language, next));
    if (next) parts.push(`products.xml?${new URLSearchParams({ after: next })}`);
  } while (next);
  const files = ["pages.xml", ...parts];
  const { origin, region } = shop;
  return xmlAnswer(
    sitemapIndex(region.languages.flatMap((language) => files.map((file) => `${origin}/sitemap/${language}/${file}`))),
  );
}
