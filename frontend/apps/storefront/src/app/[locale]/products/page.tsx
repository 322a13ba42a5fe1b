import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Filters } from "@/features/catalog/filters";
import { Listing } from "@/features/catalog/listing";
import { alternatesOf } from "@/features/machines/alternates";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/products">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("search");
  return { title: t("all_products"), alternates: await alternatesOf("/products") };
}

/** All that the shop sells. */
export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("search");
  const { locale } = await currentShop();
  return (
    <div className="mx-auto max-w-7xl px-4 py-6">
      <h1 className="mb-4 font-bold text-3xl tracking-tight">{t("all_products")}</h1>
      <Listing path={`/${locale.tag}/products`} filters={Filters.from(await searchParams)} />
    </div>
  );
}
