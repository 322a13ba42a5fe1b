import { sitemap, xmlAnswer } from "@/features/machines/sitemap";
import { listProductPages, listShopPages } from "@/features/machines/sitemap-parts";
import { findMachineShop, noShop } from "@/server/machine";

/** A part of the sitemap in one language. */
export async function GET(request: Request, { params }: RouteContext<"/sitemap/[language]/[part]">): Promise<Response> {
  const shop = await findMachineShop(request);
  const { language, part } = await params;
  if (!shop?.region.languages.includes(language)) return noShop();
  if (part === "pages.xml") return xmlAnswer(sitemap(await listShopPages(shop, language)));
  if (part !== "products.xml") return noShop();
  const after = new URL(request.url).searchParams.get("after");
  const { pages } = await listProductPages(shop, language, after);
  return xmlAnswer(sitemap(pages));
}
