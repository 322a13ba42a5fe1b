import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Filters } from "@/features/catalog/filters";
import { Listing } from "@/features/catalog/listing";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/search">;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("search");
  const { region } = await currentShop();
  const words = Filters.from(await searchParams).get("q");
  const title = words ? t("title", { words }) : t("all_products");
  return { title, description: `${title} · ${region.name}`, robots: { index: false } };
}

export default async function SearchPage({ searchParams }: Props) {
  const t = await getTranslations("search");
  const { locale } = await currentShop();
  const filters = Filters.from(await searchParams);
  const words = filters.get("q");
  return (
    <div className="mx-auto max-w-7xl px-4 py-6">
      <h1 className="mb-4 font-bold text-3xl tracking-tight">{words ? t("title", { words }) : t("all_products")}</h1>
      <Listing path={`/${locale.tag}/search`} filters={filters} />
    </div>
  );
}
