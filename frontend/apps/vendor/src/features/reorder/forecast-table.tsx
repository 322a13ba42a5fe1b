import type { ForecastView } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Variants, a row each: what will be sold of it, and how many to order. */
export async function forecastTable(): Promise<ListTable<ForecastView>> {
  const t = await getTranslations("reorder");
  const { locale } = await currentSite();
  const number = new Intl.NumberFormat(locale.tag, { maximumFractionDigits: 1 });
  return {
    caption: t("title"),
    rowKey: ({ variant_id, warehouse_id }) => `${variant_id} ${warehouse_id}`,
    columns: [
      {
        key: "sku",
        title: t("sku"),
        text: ({ sku, variant_id }) => sku || variant_id,
        cell: ({ sku, variant_id }) => (
          <Link href={`/${locale.tag}/stock/${variant_id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{sku || variant_id}</bdi>
          </Link>
        ),
      },
      {
        key: "order",
        title: t("order"),
        isNumber: true,
        text: ({ order_units }) => order_units,
        cell: ({ order_units }) => (order_units > 0 ? <Badge tone="warn">{order_units}</Badge> : "–"),
      },
      { key: "position", title: t("position"), isNumber: true, text: ({ position_units }) => position_units },
      {
        key: "reorder_point",
        title: t("reorder_point"),
        isNumber: true,
        text: ({ reorder_point_units }) => reorder_point_units,
      },
      {
        key: "per_day",
        title: t("per_day"),
        isNumber: true,
        text: ({ units_per_day }) => units_per_day,
        cell: ({ units_per_day }) => number.format(units_per_day),
      },
      {
        key: "expected",
        title: t("expected"),
        isNumber: true,
        text: ({ expected_units }) => expected_units,
        cell: ({ expected_units, low_units, high_units }) => (
          <bdi dir="ltr">
            {number.format(expected_units)} ({low_units}–{high_units})
          </bdi>
        ),
      },
      { key: "sold", title: t("sold"), isNumber: true, text: ({ sold_units }) => sold_units },
      { key: "made", title: t("made"), time: ({ made_at }) => made_at },
    ],
  };
}
