import type { CartDetail } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { ProductRow } from "@/features/catalog/product-row";
import { listSuggestions } from "./reads";

/** What goes with the cart, below it; nothing where nobody knows. */
export async function Suggestions({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("cart");
  const products = await listSuggestions(cart);
  if (!products.length) return null;
  return (
    <div className="mt-14">
      <ProductRow title={t("goes_with")} products={products} />
    </div>
  );
}
