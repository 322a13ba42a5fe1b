import type { ImportState, ImportView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<ImportState, Tone> = { queued: "plain", running: "brand", completed: "good", failed: "bad" };

export async function ImportMark({ state }: { state: ImportState }) {
  const t = await getTranslations("imports.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** The files that were sent, a row each. */
export async function ImportTable({ imports }: { imports: ImportView[] }) {
  const t = await getTranslations("imports");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={imports}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("file"),
          cell: ({ id, filename }) => (
            <Link href={`/${locale.tag}/imports/${id}`} className="underline underline-offset-4">
              <bdi>{filename}</bdi>
            </Link>
          ),
        },
        { title: t("sent"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
        { title: t("kind"), cell: ({ dry_run }) => t(dry_run ? "trial" : "real") },
        { title: t("state"), cell: ({ state }) => <ImportMark state={state} /> },
        { title: t("rows"), isNumber: true, cell: ({ counts }) => counts.rows_total },
        { title: t("errors"), isNumber: true, cell: ({ counts }) => counts.errors },
      ]}
    />
  );
}
