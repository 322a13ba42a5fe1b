import "server-only";
import { type ProductDetail, Refused } from "@globalmarket/api";
import { formatMoney, reduction } from "@globalmarket/money";
import { currentShop, place, publicApi } from "@/server/shop";
import type { SeenProduct } from "./seen-product";

/** Those of the products that are still on sale, in the same order, at today's price. A few only: each is a read that the API keeps. */
export async function readProducts(slugs: readonly string[]): Promise<SeenProduct[]> {
  const { locale } = await currentShop();
  const products = await Promise.all(slugs.map(findProduct));
  return products.filter((product) => product !== null).map((product) => shown(product, locale.tag));
}

async function findProduct(slug: string): Promise<ProductDetail | null> {
  const api = await publicApi();
  try {
    const params = { path: { slug }, query: await place() };
    return (await api.GET("/api/v1/store/products/{slug}", { params })).data ?? null;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function shown({ slug, title, language, images, price, compare_at }: ProductDetail, locale: string): SeenProduct {
  return {
    slug,
    href: `/${locale}/products/${slug}`,
    title,
    language,
    picture: images[0]?.small_url ?? null,
    price: price ? formatMoney(price, locale) : "",
    before: price && compare_at && reduction(price, compare_at) ? formatMoney(compare_at, locale) : "",
  };
}
