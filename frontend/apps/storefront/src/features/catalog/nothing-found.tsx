import { Empty } from "@globalmarket/ui/empty";
import { answerOr } from "@globalmarket/web/server/problems";
import { SearchX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { Filters } from "./filters";
import { ProductRow } from "./product-row";
import { listProducts, listTrending } from "./reads";

interface Props {
  path: string;
  filters: Filters;
  fixed: Record<string, string[]>;
}

/** In place of an empty list: what there is without its filters, else what others buy in these days. */
export async function NothingFound({ path, filters, fixed }: Props) {
  const t = await getTranslations("catalog");
  const wider = filters.withoutNarrowing();
  const isNarrowed = filters.narrowing.length > 0;
  const near = isNarrowed
    ? await answerOr(
        [],
        listProducts(wider, fixed).then(({ items }) => items),
      )
    : [];
  return (
    <>
      <Empty icon={<SearchX />} title={t("nothing_found")}>
        <p>{t("nothing_found_hint")}</p>
      </Empty>
      {near.length > 0 ? (
        <ProductRow title={t("without_filters")} products={near} href={path + wider.toQuery()} />
      ) : (
        <ProductRow title={t("popular")} products={await listTrending()} />
      )}
    </>
  );
}
