import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listMisses } from "./reads";

/** What people search and do not find: where a synonym or a pin would help. */
export async function Misses() {
  const t = await getTranslations("search.misses");
  const { locale } = await currentSite();
  const rows = await listMisses();
  const number = new Intl.NumberFormat(locale.tag);
  return (
    <Panel title={t("title")}>
      <p className="text-muted text-sm">{t("hint")}</p>
      {rows.length > 0 ? (
        <DataTable
          caption={t("title")}
          rows={rows}
          rowKey={({ dimensions }) => dimensions.query ?? ""}
          columns={[
            {
              title: t("text"),
              cell: ({ dimensions, names }) => <bdi>{names.query || dimensions.query || t("rare")}</bdi>,
            },
            {
              title: t("empty"),
              isNumber: true,
              cell: ({ values }) => number.format(values.counts.empty_searches ?? 0),
            },
            { title: t("searches"), isNumber: true, cell: ({ values }) => number.format(values.counts.searches ?? 0) },
          ]}
        />
      ) : (
        <p className="text-muted">{t("none")}</p>
      )}
      <Link href={`/${locale.tag}/reports?report=search`} className="self-start underline underline-offset-4">
        {t("report")}
      </Link>
    </Panel>
  );
}
