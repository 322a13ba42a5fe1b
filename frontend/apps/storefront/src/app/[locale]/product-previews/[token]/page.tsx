import { Empty } from "@globalmarket/ui/empty";
import { Notice } from "@globalmarket/ui/notice";
import { TimerOff } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Breadcrumbs } from "@/features/catalog/breadcrumbs";
import { findPreview } from "@/features/catalog/reads";
import { BuyBox } from "@/features/product/buy-box";
import { Description } from "@/features/product/description";
import { Gallery } from "@/features/product/gallery";
import { Specifications } from "@/features/product/specifications";
import { chooseVariant } from "@/features/product/variants";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/product-previews/[token]">;

/** No machine takes it in, and no other site learns the address from a link. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("product");
  return { title: t("preview.title"), robots: { index: false, follow: false }, referrer: "no-referrer" };
}

/** A product as it would be in the shop, for its vendor: nothing of it can be bought, and nothing is noted of who looks. */
export default async function PreviewPage({ params, searchParams }: Props) {
  const token = decodeURIComponent((await params).token);
  const t = await getTranslations("product");
  const { locale } = await currentShop();
  const product = await findPreview(token);
  if (!product) {
    return (
      <div className="mx-auto max-w-6xl px-4 py-8">
        <Empty icon={<TimerOff />} title={t("preview.expired")}>
          <p>{t("preview.expired_hint")}</p>
        </Empty>
      </div>
    );
  }
  const choice = chooseVariant(product, await searchParams);
  const path = `/${locale.tag}/product-previews/${encodeURIComponent(token)}`;
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-14 px-4 py-6">
      <div>
        <Notice kind="info">
          <strong>{t("preview.title")}</strong> {t("preview.hint")}
        </Notice>
        <Breadcrumbs above={product.breadcrumbs} />
        <div className="mt-2 grid gap-8 lg:grid-cols-[1fr_26rem] lg:gap-12">
          <Gallery images={product.images} variantId={choice.variant?.id} />
          <BuyBox product={product} choice={choice} previewPath={path} />
        </div>
      </div>
      <Description product={product} />
      <Specifications product={product} />
    </div>
  );
}
