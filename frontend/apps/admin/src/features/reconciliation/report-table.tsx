import type { ReportView } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { whoFor } from "@/features/money/who";

/** Reports, a row each. */
export async function reportTable(_rows: ReportView[], { person }: Reader): Promise<ListTable<ReportView>> {
  const who = await whoFor(person);
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return {
    caption: t("parts.reports"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "file",
        title: t("file"),
        text: ({ filename }) => filename,
        cell: ({ id, filename }) => (
          <Link
            href={`/${locale.tag}/reconciliation/reports/${id}`}
            className="block min-w-40 max-w-64 whitespace-normal break-words underline underline-offset-4"
          >
            <bdi dir="ltr">{filename}</bdi>
          </Link>
        ),
      },
      {
        key: "provider",
        title: t("provider"),
        text: ({ provider }) => provider,
        cell: ({ provider }) => <bdi dir="ltr">{provider}</bdi>,
      },
      { key: "period", title: t("period"), text: ({ since, until }) => `${day(since)} – ${day(until)}` },
      { key: "uploaded", title: t("uploaded"), time: ({ uploaded_at }) => uploaded_at },
      { key: "uploaded_by", title: t("uploaded_by"), text: ({ uploaded_by }) => who(uploaded_by) },
      { key: "row_count", title: t("row_count"), isNumber: true, text: ({ row_count }) => row_count },
      { key: "matched", title: t("matched"), isNumber: true, text: ({ matched_count }) => matched_count },
      {
        key: "open_rows",
        title: t("open_rows"),
        text: ({ open_count }) => open_count,
        isNumber: true,
        cell: ({ open_count }) => (open_count ? <Badge tone="bad">{open_count}</Badge> : 0),
      },
    ],
  };
}
