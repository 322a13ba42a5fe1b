import type { RetentionRunView } from "@globalmarket/api";
import type { ListTable } from "@globalmarket/web/lists/list";
import { getTranslations } from "next-intl/server";

/** What one night deleted of each kind, a row each. */
export async function runTable(): Promise<ListTable<RetentionRunView>> {
  const t = await getTranslations("retention");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "ran_at", title: t("ran_at"), time: ({ ran_at }) => ran_at },
      { key: "retained", title: t("retained"), text: ({ retained }) => t(`kinds.${retained}`) },
      { key: "older_than", title: t("older_than"), day: ({ older_than }) => older_than },
      { key: "count", title: t("count"), isNumber: true, text: ({ count }) => count },
    ],
  };
}
