import type { ReportExportView } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { FileDown } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Listing } from "../frame/listing";
import { PageFrame } from "../frame/page-frame";
import { Refresh } from "../frame/refresh";
import type { SectionTab } from "../frame/section-tabs";
import { type Asked, readCursor } from "../lists/filters";
import { RowTable } from "../lists/row-table";
import { currentSite } from "../server/site";
import { ReportParts } from "./report-parts";

interface Props {
  /** The address's parameters. */
  asked: Asked;
  parts?: readonly SectionTab[];
  list: (cursor: string | undefined) => Promise<{ items: ReportExportView[]; next_cursor: string | null }>;
}

/** The reports that were asked for as files, and the links to those that are ready. */
export async function ReportFilesPage({ asked, parts, list }: Props) {
  const t = await getTranslations("reports");
  const { locale } = await currentSite();
  const here = `/${locale.tag}/reports/files`;
  const cursor = readCursor(asked);
  const { items, next_cursor: next } = await list(cursor);
  const day = (text: string) => formatDay(`${text}T12:00:00Z`, locale.tag, "UTC");
  return (
    <PageFrame title={t("files")}>
      <ReportParts here="/reports/files" more={parts} />
      {items.some(({ state }) => state === "pending") && <Refresh />}
      {asked.refused && <Notice kind="problem">{t("not_made")}</Notice>}
      <Listing
        here={here}
        cursor={cursor}
        next={next}
        empty={{ icon: <FileDown />, title: t("no_files"), hint: t("no_files_hint") }}
      >
        {items.length > 0 && (
          <RowTable
            rows={items}
            table={{
              caption: t("files"),
              rowKey: ({ id }) => id,
              columns: [
                {
                  key: "of",
                  title: t("of"),
                  cell: (file) => (
                    <FileLink file={file} here={here} words={file.measures.map((one) => t(`measures.${one}`))} />
                  ),
                },
                { key: "days", title: t("time"), text: ({ since, until }) => `${day(since)} – ${day(until)}` },
                { key: "format", title: t("format"), text: ({ format }) => format.toUpperCase() },
                { key: "requested_at", title: t("requested"), time: ({ requested_at: at }) => at },
                {
                  key: "state",
                  title: t("state"),
                  text: ({ state, is_whole: isWhole, rows_done: rows }) =>
                    state === "pending" && rows > 0 ? t("rows_done", { rows }) : t(isWhole ? `states.${state}` : "cut"),
                },
              ],
            }}
          />
        )}
      </Listing>
      <p className="max-w-2xl text-muted text-sm">{t("files_hint")}</p>
    </PageFrame>
  );
}

function FileLink({ file: { id, state }, here, words }: { file: ReportExportView; here: string; words: string[] }) {
  const name = words.join(", ");
  if (state !== "ready") return name;
  return (
    <a href={`${here}/${id}`} className="underline underline-offset-4">
      {name}
    </a>
  );
}
