import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { saveReturnPolicy } from "@/features/settings/actions";
import { policyValues } from "@/features/settings/fields";
import { getReturnPolicy } from "@/features/settings/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.returns") };
}

export default async function ReturnPolicyPage() {
  const t = await getTranslations("settings");
  return (
    <Gate path="/settings/returns" right="edit_profile">
      {async () => {
        const policy = await getReturnPolicy();
        const values = policyValues(policy);
        return (
          <SettingsFrame part="returns">
            <Panel title={t("parts.returns")} isNarrow>
              <p className="text-muted">{t("returns.hint")}</p>
              <FieldForm
                id="returns"
                action={saveReturnPolicy}
                submit={t("save")}
                fields={[
                  { name: "etag", type: "hidden", value: policy.etag },
                  { name: "seen", type: "hidden", value: JSON.stringify(values) },
                  {
                    name: "days",
                    type: "number",
                    label: t("returns.days"),
                    hint: t("returns.days_hint"),
                    optional: t("optional"),
                    value: values.days ?? "",
                    min: 0,
                    max: 365,
                  },
                  {
                    name: "instructions",
                    type: "textarea",
                    label: t("returns.instructions"),
                    optional: t("optional"),
                    value: values.instructions ?? "",
                    maxLength: 2000,
                  },
                ]}
              />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
