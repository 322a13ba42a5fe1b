import type { ShownSection } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { Filters } from "@/features/catalog/filters";
import { ProductRow } from "@/features/catalog/product-row";
import { listProducts } from "@/features/catalog/reads";
import { currentShop } from "@/server/shop";
import { CategoryTiles } from "./category-tiles";

interface Props {
  section: ShownSection;
  isFirst: boolean;
}

/** A section of the home page, as the operator has chosen it. */
export async function HomeSection({ section, isFirst }: Props) {
  const t = await getTranslations("home");
  const { locale } = await currentShop();
  if (section.kind === "recently_seen") return null; // only the browser knows
  const title = section.title || t(section.kind);
  if (section.kind === "categories") return <CategoryTiles title={title} />;
  const { items } = await listProducts(Filters.fromQuery(section.query));
  const href = `/${locale.tag}/products?${section.query}`;
  return <ProductRow title={title} products={items} href={href} inView={isFirst ? 4 : 0} />;
}
