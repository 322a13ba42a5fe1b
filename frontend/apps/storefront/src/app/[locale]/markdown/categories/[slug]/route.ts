import { Filters } from "@/features/catalog/filters";
import { categoryPath, listProducts } from "@/features/catalog/reads";
import { listMarkdown } from "@/features/machines/markdown";
import { markdownAnswer, markdownFrame } from "@/features/machines/markdown-answer";

/** The category's page as a text for machines: `/nl-NL/categories/<slug>.md`. */
export async function GET(request: Request, { params }: RouteContext<"/[locale]/markdown/categories/[slug]">) {
  const slug = decodeURIComponent((await params).slug);
  const category = (await categoryPath(slug)).at(-1);
  const filters = Filters.fromQuery(new URL(request.url).search);
  const list = await listProducts(filters, { category: [slug] });
  const frame = await markdownFrame();
  const next =
    list.next_cursor && `${frame.base}/categories/${slug}.md${filters.with("cursor", list.next_cursor).toQuery()}`;
  return markdownAnswer(listMarkdown(category?.name ?? slug, list, next, frame));
}
