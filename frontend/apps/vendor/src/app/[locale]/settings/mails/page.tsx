import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { saveMailPreferences } from "@/features/settings/actions";
import { MAIL_KINDS } from "@/features/settings/fields";
import { getMutedMails } from "@/features/settings/reads";
import { SettingsFrame } from "@/features/settings/settings-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.mails") };
}

export default async function MailsPage() {
  const t = await getTranslations("settings");
  return (
    <Gate path="/settings/mails" right="choose_mails">
      {async () => {
        const muted = await getMutedMails();
        return (
          <SettingsFrame part="mails">
            <Panel title={t("parts.mails")} isNarrow>
              <p className="text-muted">{t("mails.hint")}</p>
              <FieldForm
                id="mails"
                action={saveMailPreferences}
                submit={t("save")}
                fields={MAIL_KINDS.map(
                  (name): FieldSpec => ({
                    name,
                    type: "checkbox",
                    label: t(`mails.kinds.${name}`),
                    value: muted.includes(name) ? "" : "on",
                  }),
                )}
              />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
