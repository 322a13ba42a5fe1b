import type { StockItemDetail } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { LOW_UNITS } from "./reads";

interface Props {
  items: StockItemDetail[];
  /** By product; empty for who may not read products. */
  titles: Map<string, string>;
}

/** Variants, a row each, with what there is of them. */
export async function StockTable({ items, titles }: Props) {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={items}
      rowKey={({ variant_id }) => variant_id}
      columns={[
        {
          title: t("variant"),
          cell: ({ variant_id, product_id, sku }) => (
            <div className="max-w-80 whitespace-normal">
              <Link href={`/${locale.tag}/stock/${variant_id}`} className="underline underline-offset-4">
                <bdi dir="ltr">{sku || variant_id}</bdi>
              </Link>
              <span className="block font-normal text-muted">
                <bdi>{titles.get(product_id)}</bdi>
              </span>
            </div>
          ),
        },
        { title: t("level"), cell: (item) => <LevelMark item={item} /> },
        { title: t("on_hand"), isNumber: true, cell: (item) => (item.tracks_stock ? item.on_hand : "–") },
        { title: t("reserved"), isNumber: true, cell: (item) => (item.tracks_stock ? item.reserved : "–") },
        { title: t("available"), isNumber: true, cell: (item) => (item.tracks_stock ? item.available : "–") },
      ]}
    />
  );
}

/** In words whether there is enough. */
export async function LevelMark({ item }: { item: StockItemDetail }) {
  const t = await getTranslations("stock.levels");
  if (!item.tracks_stock) return <Badge tone="plain">{t("not_tracked")}</Badge>;
  if (item.available <= 0) return <Badge tone="bad">{t(item.allows_backorders ? "backorder" : "out")}</Badge>;
  if (item.available <= LOW_UNITS) return <Badge tone="warn">{t("low")}</Badge>;
  return <Badge tone="good">{t("enough")}</Badge>;
}
