import type { SavedReportView } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { keyField } from "../forms/change";
import { FieldForm, type FieldSpec } from "../forms/field-form";
import { Fold } from "../frame/fold";
import { saveReport } from "./saved-actions";
import type { Side } from "./saved-reads";

export const PERIODS = ["yesterday", "last_7_days", "last_30_days", "last_week", "last_month"] as const;
const SCHEDULES = ["never", "daily", "weekly", "monthly"] as const;

/** Keeps the report that the page shows: its measures, rows and comparison, over days that are counted from when it is read. */
export async function SaveForm({ side, asked }: { side: Side; asked: Record<string, string> }) {
  const t = await getTranslations("reports");
  const { since: _, until: __, ...kept } = asked;
  return (
    <Fold title={t("saved.save")} hint={t("saved.save_hint")}>
      <FieldForm
        id="save"
        action={saveReport}
        submit={t("saved.save")}
        fields={[
          keyField(),
          { name: "side", type: "hidden", value: side },
          ...Object.entries(kept).map(([name, value]) => ({ name, type: "hidden" as const, value })),
          ...(await keptFields()),
        ]}
      />
    </Fold>
  );
}

/** The name of a saved report, its days, and when it is mailed. */
export async function keptFields(saved?: SavedReportView): Promise<FieldSpec[]> {
  const t = await getTranslations("reports");
  return [
    { name: "name", label: t("saved.name"), value: saved?.name ?? "", maxLength: 100 },
    {
      name: "period",
      type: "select",
      label: t("saved.period"),
      value: saved?.period ?? "last_30_days",
      options: PERIODS.map((value) => ({ value, label: t(`saved.periods.${value}`) })),
    },
    {
      name: "schedule",
      type: "select",
      label: t("saved.schedule"),
      value: saved?.schedule ?? "never",
      options: SCHEDULES.map((value) => ({ value, label: t(`saved.schedules.${value}`) })),
    },
  ];
}
