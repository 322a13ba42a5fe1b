import type { CompetitorPrice } from "@globalmarket/api";
import type { ListTable } from "@globalmarket/web/lists/list";
import { getTranslations } from "next-intl/server";

/** What competitors asked, a row each, when, and who said so. */
export async function competitorTable(): Promise<ListTable<CompetitorPrice>> {
  const t = await getTranslations("prices");
  return {
    caption: t("parts.competitors"),
    rowKey: ({ variant_id, competitor, seen_at }) => `${variant_id} ${competitor} ${seen_at}`,
    columns: [
      { key: "sku", title: t("sku"), text: ({ sku }) => sku, cell: ({ sku }) => <bdi dir="ltr">{sku}</bdi> },
      {
        key: "competitor",
        title: t("competitor"),
        text: ({ competitor }) => competitor,
        cell: ({ competitor }) => <bdi>{competitor}</bdi>,
      },
      { key: "price", title: t("their_price"), isNumber: true, amount: ({ price }) => price },
      { key: "seen", title: t("seen"), time: ({ seen_at }) => seen_at },
      {
        key: "source",
        title: t("source"),
        text: ({ source }) => t(`sources.${sourceOf(source)}`),
      },
    ],
  };
}

/** By the beginning of its id: a file, a program's key, or a person. */
function sourceOf(source: string): "file" | "program" | "person" {
  if (source.startsWith("cpi_")) return "file";
  return source.startsWith("key_") ? "program" : "person";
}
