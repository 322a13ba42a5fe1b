import type { ProductDetail } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/** What the vendor says of the product, in the language in which it says it. */
export async function Description({ product }: { product: ProductDetail }) {
  const t = await getTranslations("product");
  return (
    <section aria-labelledby="description" className="max-w-prose">
      <h2 id="description" className="mb-3 font-bold text-2xl tracking-tight">
        {t("description")}
      </h2>
      <div
        lang={product.language}
        className="flex flex-col gap-3 leading-relaxed [&_li]:ms-5 [&_li]:list-disc"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the API lets through a few harmless elements and no attributes
        dangerouslySetInnerHTML={{ __html: product.description_html }}
      />
    </section>
  );
}
