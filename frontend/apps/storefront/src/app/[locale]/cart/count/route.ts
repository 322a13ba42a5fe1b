import { findCart } from "@/features/cart/reads";

/** How many items the visitor's cart holds, for the mark at its link. */
export async function GET(): Promise<Response> {
  const cart = await findCart().catch(() => null);
  return Response.json({ count: cart?.item_count ?? 0 }, { headers: { "Cache-Control": "no-store" } });
}
