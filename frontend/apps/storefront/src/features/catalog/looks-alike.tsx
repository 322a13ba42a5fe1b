import { getTranslations } from "next-intl/server";
import { ProductRow } from "./product-row";
import { listLooksAlike } from "./reads";

const MOST = 4;

interface Props {
  slug: string;
  /** Products that the page has elsewhere. */
  shown: string[];
}

/** What looks like a product, without what the page has already. The page does not wait for it. */
export async function LooksAlike({ slug, shown }: Props) {
  const t = await getTranslations("product");
  const found = await listLooksAlike(slug);
  return (
    <ProductRow title={t("looks_alike")} products={found.filter(({ id }) => !shown.includes(id)).slice(0, MOST)} />
  );
}
