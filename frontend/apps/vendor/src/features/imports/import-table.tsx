import type { ImportState, ImportView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<ImportState, Tone> = { queued: "plain", running: "brand", completed: "good", failed: "bad" };

export async function ImportMark({ state }: { state: ImportState }) {
  const t = await getTranslations("imports.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** The files that were sent, a row each. */
export async function importTable(): Promise<ListTable<ImportView>> {
  const t = await getTranslations("imports");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "file",
        title: t("file"),
        text: ({ filename }) => filename,
        cell: ({ id, filename }) => (
          <Link href={`/${locale.tag}/imports/${id}`} className="underline underline-offset-4">
            <bdi>{filename}</bdi>
          </Link>
        ),
      },
      { key: "sent", title: t("sent"), time: ({ created_at }) => created_at },
      { key: "kind", title: t("kind"), text: ({ dry_run }) => t(dry_run ? "trial" : "real") },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <ImportMark state={state} />,
      },
      { key: "rows", title: t("rows"), isNumber: true, text: ({ counts }) => counts.rows_total },
      { key: "errors", title: t("errors"), isNumber: true, text: ({ counts }) => counts.errors },
    ],
  };
}
