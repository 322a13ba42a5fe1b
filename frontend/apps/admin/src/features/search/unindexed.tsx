import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Pager } from "@globalmarket/web/frame/pager";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { replayUnindexed } from "./actions";
import { listUnindexed } from "./reads";

/** What the search engine refused, with a form that has it tried again. */
export async function Unindexed({ cursor }: { cursor: string | undefined }) {
  const t = await getTranslations("search");
  const frame = await getTranslations("frame");
  const { locale, region } = await currentSite();
  const { items, next_cursor: next } = await listUnindexed({ cursor });
  const here = `/${locale.tag}/search`;
  if (items.length === 0 && !cursor) return <p className="text-muted">{t("none_unindexed")}</p>;
  return (
    <Panel title={t("unindexed")}>
      <DataTable
        caption={t("unindexed")}
        rows={items}
        rowKey={({ index, document_id }) => index + document_id}
        columns={[
          { title: t("document"), cell: ({ document_id }) => <bdi dir="ltr">{document_id}</bdi> },
          { title: t("index"), cell: ({ index }) => <bdi dir="ltr">{index}</bdi> },
          { title: t("refused"), cell: ({ refused_at }) => formatTime(refused_at, locale.tag, region.timezone) },
          { title: t("reason"), cell: ({ reason }) => <bdi dir="ltr">{reason}</bdi> },
        ]}
      />
      <Pager
        label={frame("pages")}
        first={cursor && here}
        next={next ? `${here}?cursor=${encodeURIComponent(next)}` : undefined}
        words={{ first: frame("newest"), next: frame("older") }}
      />
      <FieldForm id="replay" action={replayUnindexed} submit={t("replay")} fields={[keyField()]} />
    </Panel>
  );
}
