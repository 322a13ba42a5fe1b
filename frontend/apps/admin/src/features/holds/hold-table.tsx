import type { HoldDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { Release } from "./hold-forms";

interface Props {
  holds: HoldDetail[];
  names: ReadonlyMap<string, string>;
}

/** Holds, a row each; those that staff placed can be released. */
export async function HoldTable({ holds, names }: Props) {
  const t = await getTranslations("holds");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("title")}
      rows={holds}
      rowKey={({ cause, cause_id, vendor_order_id }) => `${cause} ${cause_id} ${vendor_order_id}`}
      columns={[
        { title: t("vendor_order"), cell: ({ vendor_order_id: id }) => <bdi dir="ltr">{id}</bdi> },
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("cause"), cell: ({ cause }) => t(`causes.${cause}`) },
        { title: t("placed"), cell: ({ placed_at }) => time(placed_at) },
        {
          title: t("state"),
          cell: ({ released_at }) =>
            released_at ? t("released", { time: time(released_at) }) : <Badge tone="warn">{t("on_hold")}</Badge>,
        },
        {
          title: t("release"),
          cell: ({ cause, cause_id, released_at }) =>
            !released_at && (cause === "review" ? <Release reviewId={cause_id} /> : t(`ends.${cause}`)),
        },
      ]}
    />
  );
}
