import "server-only";
import { formatMoney } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop, place, publicApi } from "@/server/shop";
import type { SuggestionGroup } from "./suggestion";

const MOST_PRODUCTS = 5;

/** What the visitor may be typing, as groups of links, with the words and amounts that the list shows. */
export async function suggest(typed: string): Promise<SuggestionGroup[]> {
  const t = await getTranslations("search");
  const { locale } = await currentShop();
  const api = await publicApi();
  const { data } = await api.GET("/api/v1/store/suggestions", { params: { query: { ...(await place()), q: typed } } });
  if (!data) return [];
  const home = `/${locale.tag}`;
  const groups: SuggestionGroup[] = [
    {
      label: t("groups.queries"),
      items: data.queries.map((words) => ({ label: words, href: `${home}/search?q=${encodeURIComponent(words)}` })),
    },
    {
      label: t("groups.products"),
      items: data.products.slice(0, MOST_PRODUCTS).map(({ slug, title, price, image }) => ({
        label: title,
        href: `${home}/products/${slug}`,
        picture: image?.url ?? null,
        note: price ? formatMoney(price, locale.tag) : "",
      })),
    },
    {
      label: t("groups.categories"),
      items: data.categories.map(({ slug, name }) => ({ label: name, href: `${home}/categories/${slug}` })),
    },
    {
      label: t("groups.vendors"),
      items: data.vendors.map(({ slug, name }) => ({ label: name, href: `${home}/vendors/${slug}` })),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
