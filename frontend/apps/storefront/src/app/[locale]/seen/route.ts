import { readProducts } from "@/features/seen/read-products";
import { isSlug, MOST_SEEN } from "@/features/seen/seen-list";

/** The products that the browser says were seen last: what it remembers are their slugs alone. */
export async function GET(request: Request): Promise<Response> {
  const slugs = new URL(request.url).searchParams.getAll("slug").filter(isSlug).slice(0, MOST_SEEN);
  const products = await readProducts(slugs).catch(() => []);
  return Response.json({ products }, { headers: { "Cache-Control": "no-store" } });
}
