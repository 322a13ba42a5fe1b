import type { HistoryEntry } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Who has done what to the product lately. */
export async function HistoryPanel({ entries }: { entries: HistoryEntry[] }) {
  const t = await getTranslations("products.history");
  const { locale, region } = await currentSite();
  if (!entries.length) return null;
  const list = new Intl.ListFormat(locale.tag, { type: "conjunction" });
  const fieldName = (name: string) => (t.has(`fields.${name}`) ? t(`fields.${name as "texts"}`) : t("fields.other"));
  const who = ({ actor, actor_name }: HistoryEntry) => {
    if (actor === "marketplace") return t("marketplace");
    if (!actor_name) return t("former");
    return actor === "program" ? t("program", { name: actor_name }) : actor_name;
  };
  return (
    <Fold title={t("title")} hint={t("hint")}>
      <DataTable
        caption={t("title")}
        rows={entries}
        rowKey={({ at, deed }) => `${at} ${deed}`}
        columns={[
          { title: t("when"), cell: ({ at }) => formatTime(at, locale.tag, region.timezone) },
          { title: t("who"), cell: (entry) => <bdi>{who(entry)}</bdi> },
          {
            title: t("what"),
            cell: ({ deed, fields }) =>
              t(`deeds.${deed}`, { fields: list.format([...new Set(fields.map(fieldName))]) }),
          },
        ]}
      />
    </Fold>
  );
}
