import "server-only";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import type { MarkdownFrame } from "./markdown";

export async function markdownFrame(): Promise<MarkdownFrame> {
  const { origin, locale } = await currentShop();
  const product = await getTranslations("product");
  const catalog = await getTranslations("catalog");
  return {
    base: `${origin}/${locale.tag}`,
    locale: locale.tag,
    words: {
      soldOut: product("stock.out"),
      inStock: product("stock.in_stock"),
      notSold: catalog("not_sold_here"),
      from: (price) => catalog("price_from", { price }),
      delivery: product("delivery"),
      soldBy: product("sold_by"),
      nextPage: catalog("next_page"),
      specifications: product("specifications"),
      yes: product("yes"),
      no: product("no"),
    },
  };
}

/** The same address may answer with a page or with its text, so caches have to look at `Accept`. */
export function markdownAnswer(text: string): Response {
  return new Response(text, { headers: { "Content-Type": "text/markdown; charset=utf-8", Vary: "Accept" } });
}
