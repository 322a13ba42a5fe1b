import type { CollectionView, ReportView } from "@globalmarket/api";
import { formatDay, formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";

const LINK = "underline underline-offset-4";

/** What a courier collected, a parcel a row. */
export async function CollectionTable({ collections }: { collections: CollectionView[] }) {
  const t = await getTranslations("couriers");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("collections")}
      rows={collections}
      rowKey={({ id }) => id}
      columns={[
        { title: t("parcel"), cell: ({ tracking_number }) => <bdi dir="ltr">{tracking_number}</bdi> },
        {
          title: t("order"),
          cell: ({ order_id }) => (
            <Link href={`/${locale.tag}/orders/${order_id}`} className={LINK}>
              {t("to_order")}
            </Link>
          ),
        },
        { title: t("collected"), cell: ({ collected_at }) => time(collected_at) },
        {
          title: t("settled"),
          cell: ({ settled_at }) => (settled_at ? time(settled_at) : <Badge tone="warn">{t("owed")}</Badge>),
        },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}

/** The files in which it said what it remitted. */
export async function RemittanceTable({ reports }: { reports: ReportView[] }) {
  const t = await getTranslations("couriers");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("remittances")}
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("file"),
          cell: ({ id, filename }) => (
            <Link href={`/${locale.tag}/reconciliation/reports/${id}`} className={LINK}>
              <bdi dir="ltr">{filename}</bdi>
            </Link>
          ),
        },
        { title: t("period"), cell: ({ since, until }) => `${day(since)} – ${day(until)}` },
        { title: t("matched"), isNumber: true, cell: ({ matched_count }) => matched_count },
        {
          title: t("open_rows"),
          isNumber: true,
          cell: ({ open_count }) => (open_count ? <Badge tone="bad">{open_count}</Badge> : 0),
        },
      ]}
    />
  );
}
