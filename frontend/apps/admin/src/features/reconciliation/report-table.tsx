import type { MyProfile, ReportView } from "@globalmarket/api";
import { formatDay, formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { whoDid } from "@/features/money/who";

/** Reports, a row each. */
export async function ReportTable({ reports, person }: { reports: ReportView[]; person: MyProfile }) {
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("parts.reports")}
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("file"),
          cell: ({ id, filename }) => (
            <Link
              href={`/${locale.tag}/reconciliation/reports/${id}`}
              className="block min-w-40 max-w-64 whitespace-normal break-words underline underline-offset-4"
            >
              <bdi dir="ltr">{filename}</bdi>
            </Link>
          ),
        },
        { title: t("provider"), cell: ({ provider }) => <bdi dir="ltr">{provider}</bdi> },
        { title: t("period"), cell: ({ since, until }) => `${day(since)} – ${day(until)}` },
        {
          title: t("uploaded"),
          cell: ({ uploaded_at }) => formatTime(uploaded_at, locale.tag, region.timezone),
        },
        { title: t("uploaded_by"), cell: ({ uploaded_by }) => whoDid(uploaded_by, person) },
        { title: t("row_count"), isNumber: true, cell: ({ row_count }) => row_count },
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
