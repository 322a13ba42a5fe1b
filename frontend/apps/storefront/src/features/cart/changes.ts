import "server-only";
import type { CartChange, CartDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** A sentence for each thing that is new about the cart since its customer last changed it. */
export async function changeSentences(cart: Pick<CartDetail, "changes" | "vendors">): Promise<string[]> {
  const t = await getTranslations("cart.changes");
  const { locale } = await currentShop();
  const lines = new Map(cart.vendors.flatMap((vendor) => vendor.lines.map((line) => [line.id, line.title] as const)));
  const vendors = new Map(cart.vendors.map((vendor) => [vendor.vendor_id, vendor.vendor_name] as const));
  const price = (money: CartChange["old_price"]) => (money ? formatMoney(money, locale.tag) : "");
  return cart.changes.map((change) =>
    t(change.kind, {
      product: lines.get(change.line_id) ?? t("a_product"),
      vendor: vendors.get(change.vendor_id) ?? t("a_vendor"),
      before: price(change.old_price),
      now: price(change.new_price),
      available: change.available ?? 0,
      requested: change.requested ?? 0,
    }),
  );
}
