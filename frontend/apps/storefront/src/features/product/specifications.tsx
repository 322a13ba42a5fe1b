import type { ProductDetail } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { specificationText } from "./specification-text";

/** What the product is in single respects: a table of names and values. */
export async function Specifications({ product }: { product: ProductDetail }) {
  const t = await getTranslations("product");
  const { locale } = await currentShop();
  if (!product.specifications.length) return null;
  const words = { yes: t("yes"), no: t("no") };
  return (
    <section aria-labelledby="specifications" className="max-w-prose">
      <h2 id="specifications" className="mb-3 font-bold text-2xl tracking-tight">
        {t("specifications")}
      </h2>
      <dl className="divide-y divide-line border-line border-y">
        {product.specifications.map((one) => (
          <div key={one.key} className="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[1fr_2fr]">
            <dt className="text-muted">
              <bdi>{one.name}</bdi>
            </dt>
            <dd className="wrap-anywhere">
              <bdi>{specificationText(one, locale.tag, words)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
