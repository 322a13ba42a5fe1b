import { formatMoney } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { getProduct } from "@/features/catalog/reads";
import { cardAnswer } from "@/features/share/answer";
import { findPicture } from "@/server/pictures";
import { currentShop } from "@/server/shop";

/** What a shared link of a product shows: its picture, brand, name and price. */
export async function GET(_request: Request, { params }: RouteContext<"/[locale]/products/[slug]/card.jpg">) {
  const { locale } = await currentShop();
  const t = await getTranslations("catalog");
  const product = await getProduct(decodeURIComponent((await params).slug));
  const [image] = product.images;
  const price = product.price ? formatMoney(product.price, locale.tag) : "";
  return cardAnswer({
    over: product.brand || product.vendor.name,
    title: product.title,
    under: price && product.price_varies ? t("price_from", { price }) : price,
    picture: image ? await findPicture(image.url) : null,
  });
}
