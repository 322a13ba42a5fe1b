import type { LimitsView } from "@globalmarket/api";
import { decimal } from "@globalmarket/money";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { saveLimits, startExperiment } from "./actions";

/** The least and the highest price of a variant, what it costs, and when its stock is to be sold. */
export async function LimitsForm({ variant }: { variant: LimitsView }) {
  const t = await getTranslations("prices");
  const { limits, variant_id, etag } = variant;
  const field = (name: "floor" | "ceiling" | "cost"): FieldSpec => ({
    name,
    label: t(name),
    hint: t(`limit_hints.${name}`),
    optional: t("optional"),
    value: limits[name] ? String(decimal(limits[name])) : "",
    dir: "ltr",
  });
  return (
    <Panel title={t("limits_title")} isNarrow>
      <FieldForm
        id="limits"
        action={saveLimits}
        submit={t("save")}
        fields={[
          { name: "id", type: "hidden", value: variant_id },
          { name: "etag", type: "hidden", value: `"${etag}"` },
          field("floor"),
          field("ceiling"),
          field("cost"),
          {
            name: "clear_by",
            type: "date",
            label: t("clear_by"),
            hint: t("limit_hints.clear_by"),
            optional: t("optional"),
            value: limits.clear_by ?? "",
          },
        ]}
      />
    </Panel>
  );
}

/** Other prices of a variant to try, one after the other. */
export async function ExperimentForm({ variant }: { variant: LimitsView }) {
  const t = await getTranslations("prices");
  return (
    <Panel title={t("experiment_title")} isNarrow>
      <p className="text-muted">{t("experiment_hint")}</p>
      <FieldForm
        id="experiment"
        action={startExperiment}
        submit={t("start")}
        fields={[
          keyField(),
          { name: "id", type: "hidden", value: variant.variant_id },
          { name: "prices", label: t("prices"), hint: t("prices_hint"), dir: "ltr" },
          {
            name: "kind",
            type: "select",
            label: t("kind"),
            value: "switchback",
            options: (["switchback", "bandit"] as const).map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
          { name: "period_hours", type: "number", label: t("period_hours"), value: "24", min: 1, max: 336 },
          { name: "periods", type: "number", label: t("periods"), value: "28", min: 8, max: 400 },
        ]}
      />
    </Panel>
  );
}
