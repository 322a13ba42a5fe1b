import type { TermRenameView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { Section } from "./kinds";
import { listRenames } from "./reads";

/** What was called otherwise lately. While products are still to follow, the page looks again by itself. */
export async function RenameTable({ section }: { section: Section }) {
  const t = await getTranslations("terms");
  const { locale, region } = await currentSite();
  const renames = await listRenames(section);
  if (!renames.length) return null;
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold text-lg">{t("renames")}</h2>
      {renames.some((rename) => !rename.finished_at) && <Refresh />}
      <DataTable
        caption={t("renames")}
        rows={renames}
        rowKey={({ id }) => id}
        columns={[
          { title: t("old"), cell: ({ old }) => <bdi>{old}</bdi> },
          { title: t("new"), cell: ({ new: called }) => <bdi>{called}</bdi> },
          { title: t("progress"), cell: (rename) => <Progress rename={rename} /> },
          { title: t("at"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
        ]}
      />
    </section>
  );
}

async function Progress({ rename }: { rename: TermRenameView }) {
  const t = await getTranslations("terms");
  const { product_count: count, remaining, finished_at } = rename;
  if (!remaining) return <Badge tone="good">{t("all_follow", { count })}</Badge>;
  if (finished_at) return <Badge tone="warn">{t("left", { count: remaining })}</Badge>;
  const done = Math.max(count - remaining, 0);
  return (
    <span className="flex flex-col gap-1">
      <progress max={count} value={done} aria-label={t("progress")} className="h-2 w-40" />
      <span className="text-muted text-sm">{t("following", { done, count })}</span>
    </span>
  );
}
