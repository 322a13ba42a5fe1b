import type { ProductCard } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { Price } from "@/features/catalog/price";
import { currentShop } from "@/server/shop";

/** The same thing as other vendors sell it, the cheapest first; nothing where no other one does. */
export async function OtherOffers({ offers }: { offers: ProductCard[] }) {
  const t = await getTranslations("product");
  const catalog = await getTranslations("catalog");
  const { locale } = await currentShop();
  if (!offers.length) return null;
  return (
    <section aria-labelledby="other-offers" className="text-sm">
      <h2 id="other-offers" className="mb-1 font-semibold">
        {t("other_offers")}
      </h2>
      <ul className="divide-y divide-line">
        {offers.map(({ id, slug, vendor, price, compare_at: compareAt, price_varies: varies, in_stock: isInStock }) => (
          <li key={id} className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
            <Link href={`/${locale.tag}/products/${slug}`} className="py-2 underline underline-offset-4">
              <bdi>{vendor.name}</bdi>
            </Link>
            <span className="flex items-baseline gap-3">
              {!isInStock && <span className="text-muted">{catalog("sold_out")}</span>}
              <Price price={price} compareAt={compareAt} varies={varies} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
