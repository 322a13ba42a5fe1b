import type { ImportState, ImportView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import type { ListTable } from "@globalmarket/web/lists/list";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";

const TONES: Record<ImportState, Tone> = { queued: "plain", running: "warn", completed: "good", failed: "bad" };

/** Files of products, a row each. */
export async function importTable(rows: ImportView[]): Promise<ListTable<ImportView>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const t = await getTranslations("imports");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "file",
        title: t("file"),
        text: ({ filename }) => filename,
        cell: ({ filename, dry_run, failure }) => (
          <div className="max-w-72">
            <bdi>{filename}</bdi>
            {dry_run && <span className="block font-normal text-muted">{t("dry_run")}</span>}
            {failure && <span className="block font-normal text-sale">{failure}</span>}
          </div>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>,
      },
      {
        key: "progress",
        title: t("progress"),
        isNumber: true,
        text: ({ progress_percent }) => `${progress_percent} %`,
      },
      { key: "created", title: t("created"), isNumber: true, text: ({ counts }) => counts.created },
      { key: "updated", title: t("updated"), isNumber: true, text: ({ counts }) => counts.updated },
      { key: "refused", title: t("refused"), isNumber: true, text: ({ counts }) => counts.refused },
      { key: "started", title: t("started"), time: ({ created_at }) => created_at },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
    ],
  };
}
