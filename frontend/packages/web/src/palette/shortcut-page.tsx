import { DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";
import { PageFrame } from "../frame/page-frame";
import type { FoundPage } from "./found";
import { KeySwitch } from "./key-switch";

/** The keys of the app, and the switch that turns single ones off. */
export async function ShortcutPage({ pages }: { pages: FoundPage[] }) {
  const t = await getTranslations("palette");
  const rows = [
    { keys: ["Ctrl", "K"], does: t("opens_palette_anywhere") },
    { keys: ["/"], does: t("opens_palette") },
    { keys: ["?"], does: t("opens_help") },
    ...pages.flatMap(({ title, shortcut }) =>
      shortcut ? [{ keys: ["G", shortcut.toUpperCase()], does: t("goes_to", { page: title }) }] : [],
    ),
  ];
  return (
    <PageFrame title={t("shortcuts")}>
      <p className="max-w-2xl text-muted">{t("shortcuts_hint")}</p>
      <KeySwitch
        words={{ on: t("keys_on"), off: t("keys_off"), switchOn: t("switch_on"), switchOff: t("switch_off") }}
      />
      <DataTable
        caption={t("shortcuts")}
        rows={rows}
        rowKey={({ keys }) => keys.join(" ")}
        columns={[
          {
            title: t("keys"),
            cell: ({ keys }) => (
              <span dir="ltr" className="inline-flex gap-1">
                {keys.map((key) => (
                  <kbd key={key} className="rounded border border-line bg-sunken px-2 py-0.5">
                    {key}
                  </kbd>
                ))}
              </span>
            ),
          },
          { title: t("does"), cell: ({ does }) => does },
        ]}
      />
    </PageFrame>
  );
}
