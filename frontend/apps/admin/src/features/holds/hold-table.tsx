import type { HoldDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { Release } from "./hold-forms";

/** Holds, a row each; those that staff placed can be released. */
export async function holdTable(rows: HoldDetail[]): Promise<ListTable<HoldDetail>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const t = await getTranslations("holds");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return {
    caption: t("title"),
    rowKey: ({ cause, cause_id, vendor_order_id }) => `${cause} ${cause_id} ${vendor_order_id}`,
    columns: [
      {
        key: "vendor_order",
        title: t("vendor_order"),
        text: ({ vendor_order_id }) => vendor_order_id,
        cell: ({ vendor_order_id: id }) => <bdi dir="ltr">{id}</bdi>,
      },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      { key: "cause", title: t("cause"), text: ({ cause }) => t(`causes.${cause}`) },
      { key: "placed", title: t("placed"), time: ({ placed_at }) => placed_at },
      {
        key: "state",
        title: t("state"),
        text: ({ released_at }) => (released_at ? t("released", { time: time(released_at) }) : t("on_hold")),
        cell: ({ released_at }) =>
          released_at ? t("released", { time: time(released_at) }) : <Badge tone="warn">{t("on_hold")}</Badge>,
      },
      {
        key: "release",
        title: t("release"),
        cell: ({ cause, cause_id, released_at }) =>
          !released_at && (cause === "review" ? <Release reviewId={cause_id} /> : t(`ends.${cause}`)),
      },
    ],
  };
}
