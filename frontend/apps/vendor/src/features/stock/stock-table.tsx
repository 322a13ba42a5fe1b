import type { StockItemDetail } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { LOW_UNITS, titlesOf } from "./reads";

/** Variants, a row each, with what there is of them. */
export async function stockTable(
  rows: StockItemDetail[],
  { person, listQuery }: Reader,
): Promise<ListTable<StockItemDetail>> {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const ids = mayDo(person, "edit_products") ? rows.map(({ product_id }) => product_id) : [];
  const titles = await titlesOf(ids, locale.language);
  return {
    caption: t("title"),
    rowKey: ({ variant_id }) => variant_id,
    columns: [
      {
        key: "variant",
        title: t("variant"),
        text: ({ sku, variant_id }) => sku || variant_id,
        cell: ({ variant_id, product_id, sku }) => (
          <div className="max-w-80 whitespace-normal">
            <Link
              href={pageOfRow(`/${locale.tag}/stock/${variant_id}`, listQuery)}
              className="underline underline-offset-4"
            >
              <bdi dir="ltr">{sku || variant_id}</bdi>
            </Link>
            <span className="block font-normal text-muted">
              <bdi>{titles.get(product_id)}</bdi>
            </span>
          </div>
        ),
      },
      {
        key: "level",
        title: t("level"),
        text: (item) => t(`levels.${levelOf(item)}`),
        cell: (item) => <LevelMark item={item} />,
      },
      {
        key: "on_hand",
        title: t("on_hand"),
        isNumber: true,
        text: (item) => (item.tracks_stock ? item.on_hand : null),
      },
      {
        key: "reserved",
        title: t("reserved"),
        isNumber: true,
        text: (item) => (item.tracks_stock ? item.reserved : null),
      },
      {
        key: "available",
        title: t("available"),
        isNumber: true,
        text: (item) => (item.tracks_stock ? item.available : null),
      },
    ],
  };
}

/** Whether there is enough: the name of a text in the catalogue `stock.levels`. */
function levelOf({ tracks_stock, available, allows_backorders }: StockItemDetail) {
  if (!tracks_stock) return "not_tracked";
  if (available <= 0) return allows_backorders ? "backorder" : "out";
  return available <= LOW_UNITS ? "low" : "enough";
}

const TONES = { not_tracked: "plain", backorder: "bad", out: "bad", low: "warn", enough: "good" } as const;

/** The same as a mark. */
export async function LevelMark({ item }: { item: StockItemDetail }) {
  const t = await getTranslations("stock.levels");
  const level = levelOf(item);
  return <Badge tone={TONES[level]}>{t(level)}</Badge>;
}
