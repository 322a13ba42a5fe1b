import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { Seen } from "@/features/behaviour/seen";
import { Breadcrumbs } from "@/features/catalog/breadcrumbs";
import { LooksAlike } from "@/features/catalog/looks-alike";
import { ProductRow } from "@/features/catalog/product-row";
import { getProduct, listBoughtTogether, listSimilar } from "@/features/catalog/reads";
import { alternatesWithText } from "@/features/machines/alternates";
import { breadcrumbData, productData } from "@/features/machines/product-data";
import { StructuredData } from "@/features/machines/structured-data";
import { BuyBox } from "@/features/product/buy-box";
import { Description } from "@/features/product/description";
import { Gallery } from "@/features/product/gallery";
import { LiveProduct } from "@/features/product/live-product";
import { Specifications } from "@/features/product/specifications";
import { chooseVariant } from "@/features/product/variants";
import { RecentlySeen } from "@/features/seen/recently-seen";
import { cardOf } from "@/features/share/card-of";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/products/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = decodeURIComponent((await params).slug);
  const { locale } = await currentShop();
  const { seo, title } = await getProduct(slug);
  return {
    title: { absolute: seo.title },
    description: seo.description,
    alternates: await alternatesWithText(`/products/${slug}`),
    openGraph: { title, description: seo.description, images: cardOf(`/${locale.tag}/products/${slug}`, title) },
  };
}

export default async function ProductPage({ params, searchParams }: Props) {
  const t = await getTranslations("product");
  const live = await getTranslations("live");
  const slug = decodeURIComponent((await params).slug);
  const [product, together, similar] = await Promise.all([
    getProduct(slug),
    listBoughtTogether(slug),
    listSimilar(slug),
  ]);
  const { origin, region, locale } = await currentShop();
  const home = { name: region.name, address: `${origin}/${locale.tag}` };
  const facts = productData(product, `${home.address}/products/${slug}`);
  const choice = chooseVariant(product, await searchParams);
  return (
    <LiveProduct
      address={`${region.live.websocket_url}?${new URLSearchParams({ products: product.id })}`}
      changed={live("product_changed")}
      notSold={t("not_sold")}
    >
      <div className="mx-auto flex max-w-7xl flex-col gap-14 px-4 py-6">
        <Seen event={{ kind: "view", product_id: product.id }} />
        {facts && <StructuredData data={facts} />}
        <StructuredData data={breadcrumbData(home, product.breadcrumbs)} />
        <div>
          <Breadcrumbs above={product.breadcrumbs} />
          <div className="mt-2 grid gap-8 lg:grid-cols-[1fr_26rem] lg:gap-12">
            <Gallery images={product.images} variantId={choice.variant?.id} />
            <BuyBox product={product} choice={choice} />
          </div>
        </div>
        <Description product={product} />
        <Specifications product={product} />
        <ProductRow title={t("bought_together")} products={together} />
        <ProductRow
          title={t("similar")}
          products={similar.filter((one) => !together.some(({ id }) => id === one.id))}
        />
        <Suspense>
          <LooksAlike slug={slug} shown={[...together, ...similar].map(({ id }) => id)} />
        </Suspense>
        <RecentlySeen current={product.slug} />
      </div>
    </LiveProduct>
  );
}
