import type { AutomationView, ScopedRule } from "@globalmarket/api";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { removeRule, saveRule, switchAutomation } from "./actions";

const ENDINGS = ["", "0", "00", "5", "9", "90", "95", "99", "990", "999"] as const;

/** The button that stops all that changes by itself. */
export async function StopForm({ automation: { is_on, is_stopped } }: { automation: AutomationView }) {
  const t = await getTranslations("prices");
  return (
    <Panel title={t("automation")} isNarrow>
      <p className="text-muted">{t(is_on ? (is_stopped ? "is_stopped" : "is_running") : "region_off")}</p>
      <FieldForm
        key={String(is_stopped)}
        id="automation"
        action={switchAutomation}
        submit={t(is_stopped ? "resume_all" : "stop_all")}
        look={is_stopped ? "primary" : "danger"}
        fields={[{ name: "is_stopped", type: "hidden", value: String(!is_stopped) }]}
      />
    </Panel>
  );
}

/** How prices may change in a scope; where it is open, the scope is chosen in the form. */
export async function RuleForm({ id, rule }: { id: string; rule: ScopedRule }) {
  const t = await getTranslations("prices");
  const { scope, etag } = rule;
  const { is_automatic, max_step_percent, max_changes_per_day, ending } = rule.rule;
  return (
    <FieldForm
      id={id}
      action={saveRule}
      submit={t("save")}
      fields={[
        { name: "etag", type: "hidden", value: `"${etag}"` },
        { name: "scope", type: "hidden", value: scope },
        {
          name: "max_step_percent",
          type: "number",
          label: t("max_step"),
          value: String(max_step_percent),
          min: 1,
          max: 50,
        },
        {
          name: "max_changes_per_day",
          type: "number",
          label: t("max_changes"),
          value: String(max_changes_per_day),
          min: 1,
          max: 24,
        },
        {
          name: "ending",
          type: "select",
          label: t("ending"),
          value: ending,
          options: ENDINGS.map((value) => ({ value, label: value || t("any_ending") })),
        },
        {
          name: "is_automatic",
          type: "checkbox",
          label: t("is_automatic"),
          hint: t("is_automatic_hint"),
          value: is_automatic ? "on" : "",
        },
      ]}
    />
  );
}

/** The rule of a category or a product, with the way to take it away. */
export async function OwnRule({ rule, name }: { rule: ScopedRule; name: string }) {
  const t = await getTranslations("prices");
  return (
    <Fold title={name}>
      <RuleForm id={rule.scope} rule={rule} />
      <FieldForm
        id={`remove-${rule.scope}`}
        action={removeRule}
        submit={t("remove_rule")}
        look="quiet"
        fields={[{ name: "id", type: "hidden", value: rule.scope }]}
      />
    </Fold>
  );
}
