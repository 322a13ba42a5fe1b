import type { ImportState, ImportView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<ImportState, Tone> = { queued: "plain", running: "warn", completed: "good", failed: "bad" };

/** Files of products, a row each. */
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
          cell: ({ filename, dry_run, failure }) => (
            <div className="max-w-72">
              <bdi>{filename}</bdi>
              {dry_run && <span className="block font-normal text-muted">{t("dry_run")}</span>}
              {failure && <span className="block font-normal text-sale">{failure}</span>}
            </div>
          ),
        },
        { title: t("state"), cell: ({ state }) => <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge> },
        { title: t("progress"), isNumber: true, cell: ({ progress_percent }) => `${progress_percent} %` },
        { title: t("created"), isNumber: true, cell: ({ counts }) => counts.created },
        { title: t("updated"), isNumber: true, cell: ({ counts }) => counts.updated },
        { title: t("refused"), isNumber: true, cell: ({ counts }) => counts.refused },
        { title: t("started"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
        {
          title: t("vendor"),
          cell: ({ vendor_id }) => (
            <Link href={`/${locale.tag}/vendors/${vendor_id}`} className="underline underline-offset-4">
              {t("to_vendor")}
            </Link>
          ),
        },
      ]}
    />
  );
}
