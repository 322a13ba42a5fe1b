import type { SavedReportView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Bookmark } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Done } from "../forms/done";
import { Link } from "../frame/link";
import { Listing } from "../frame/listing";
import { PageFrame } from "../frame/page-frame";
import type { SectionTab } from "../frame/section-tabs";
import { type Asked, readCursor } from "../lists/filters";
import { RowTable } from "../lists/row-table";
import { currentSite } from "../server/site";
import { ReportParts } from "./report-parts";
import { listSaved, type Side } from "./saved-reads";

interface Props {
  side: Side;
  /** The address's parameters. */
  asked: Asked;
  parts?: readonly SectionTab[];
}

/** The reports that the person keeps: what each is of, over which days, and when it is mailed next. */
export async function SavedPage({ side, asked, parts }: Props) {
  const t = await getTranslations("reports");
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}/reports/saved`;
  const cursor = readCursor(asked);
  const { items, next_cursor: next } = await listSaved(side, cursor);
  const mailed = ({ schedule, due_at: at }: SavedReportView) =>
    at
      ? t("saved.mailed", { how: t(`saved.schedules.${schedule}`), at: formatTime(at, locale.tag, region.timezone) })
      : t("saved.schedules.never");
  return (
    <PageFrame title={t("saved.title")}>
      <ReportParts here="/reports/saved" more={parts} />
      <Done asked={asked.done} messages={{ removed: t("saved.done.removed") }} />
      <Listing
        here={here}
        cursor={cursor}
        next={next}
        empty={{ icon: <Bookmark />, title: t("saved.none"), hint: t("saved.none_hint") }}
      >
        {items.length > 0 && (
          <RowTable
            rows={items}
            table={{
              caption: t("saved.title"),
              rowKey: ({ id }) => id,
              columns: [
                {
                  key: "name",
                  title: t("saved.name"),
                  cell: ({ id, name }) => (
                    <Link href={`${here}/${id}`} className="underline underline-offset-4">
                      <bdi>{name}</bdi>
                    </Link>
                  ),
                },
                {
                  key: "of",
                  title: t("of"),
                  text: ({ report, measures }) =>
                    report ? t(`names.${report}`) : measures.map((one) => t(`measures.${one}`)).join(", "),
                },
                { key: "period", title: t("saved.period"), text: ({ period }) => t(`saved.periods.${period}`) },
                { key: "schedule", title: t("saved.schedule"), text: mailed },
              ],
            }}
          />
        )}
      </Listing>
    </PageFrame>
  );
}
