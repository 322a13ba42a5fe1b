import { getProduct } from "@/features/catalog/reads";
import { productMarkdown } from "@/features/machines/markdown";
import { markdownAnswer, markdownFrame } from "@/features/machines/markdown-answer";

/** The product's page as a text for machines: `/nl-NL/products/<slug>.md`. */
export async function GET(_request: Request, { params }: RouteContext<"/[locale]/markdown/products/[slug]">) {
  const product = await getProduct(decodeURIComponent((await params).slug));
  return markdownAnswer(productMarkdown(product, await markdownFrame()));
}
