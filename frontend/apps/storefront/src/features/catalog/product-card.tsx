import type { ProductCard as Product } from "@globalmarket/api";
import { reduction } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { Picture } from "./picture";
import { Price } from "./price";

interface Props {
  product: Product;
  /** Its picture is the first to be fetched, or one of those that are in view at first. */
  isFirst?: boolean;
  isInView?: boolean;
}

export async function ProductCard({ product, isFirst = false, isInView = false }: Props) {
  const t = await getTranslations("catalog");
  const { locale } = await currentShop();
  const percent = product.price && product.compare_at ? reduction(product.price, product.compare_at) : null;
  return (
    <article className="group relative flex flex-col gap-2">
      <div className="relative overflow-hidden rounded-xl bg-sunken">
        <Picture
          image={product.image}
          sizes="(min-width: 64rem) 18rem, (min-width: 40rem) 33vw, 50vw"
          isFirst={isFirst}
          isInView={isInView}
          className="aspect-4/5 w-full transition-transform duration-300 group-hover:scale-[1.03]"
        />
        {percent && (
          <span className="absolute inset-s-2 top-2 rounded-md bg-sale px-2 py-1 font-semibold text-surface text-xs">
            {t("reduced_by", { percent })}
          </span>
        )}
        {!product.in_stock && (
          <span className="absolute inset-x-0 bottom-0 bg-surface/90 py-1.5 text-center font-medium text-sm">
            {t("sold_out")}
          </span>
        )}
      </div>
      <div className="flex flex-col gap-0.5">
        {product.brand && <p className="text-muted text-xs">{product.brand}</p>}
        <h3 className="line-clamp-2 text-sm leading-snug" lang={product.language}>
          <Link href={`/${locale.tag}/products/${product.slug}`} className="after:absolute after:inset-0">
            {product.title}
          </Link>
        </h3>
        <Price price={product.price} compareAt={product.compare_at} varies={product.price_varies} />
      </div>
    </article>
  );
}
