import { getTranslations } from "next-intl/server";
import { Filters } from "@/features/catalog/filters";
import { listProducts } from "@/features/catalog/reads";
import { listMarkdown } from "@/features/machines/markdown";
import { markdownAnswer, markdownFrame } from "@/features/machines/markdown-answer";

/** What a search finds, as a text for machines: `/nl-NL/search.md?q=...`. */
export async function GET(request: Request) {
  const t = await getTranslations("search");
  const filters = Filters.fromQuery(new URL(request.url).search);
  const words = filters.get("q");
  const list = await listProducts(filters);
  const frame = await markdownFrame();
  const next = list.next_cursor && `${frame.base}/search.md${filters.with("cursor", list.next_cursor).toQuery()}`;
  return markdownAnswer(listMarkdown(words ? t("title", { words }) : t("all_products"), list, next, frame));
}
