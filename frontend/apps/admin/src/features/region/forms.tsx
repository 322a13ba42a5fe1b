import type { RegionOptions, RegionSettings } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { saveSettings, switchMaintenance } from "./actions";
import { asTyped, type MaintenanceStep, noticeField, UNTIL } from "./notice";
import { featureFields, settingFields } from "./setting-fields";

const MOST_NOTICE = 500;

interface Props {
  region: RegionSettings;
  options: RegionOptions;
}

/** What the region may set, each with its bounds. */
export async function SettingsForm({ region, options }: Props) {
  const t = await getTranslations("region");
  return (
    <Panel title={t("settings")} isNarrow>
      <p className="text-muted">{t("settings_hint")}</p>
      <FieldForm
        id="settings"
        action={saveSettings}
        submit={t("save")}
        confirm={t("save_confirm")}
        fields={[
          keyField(),
          { name: "etag", type: "hidden", value: region.etag },
          ...(await featureFields(options.features)),
          ...(await settingFields(options.settings, region.currencies)),
          await reasonField(),
        ]}
      />
    </Panel>
  );
}

/** Shuts the region for maintenance with a notice, changes that, or opens the region again. */
export async function MaintenanceForms({ region }: { region: RegionSettings }) {
  const t = await getTranslations("region");
  if (!region.is_in_maintenance) {
    return (
      <Fold title={t("begin_title")} hint={t("begin_hint")}>
        <FieldForm
          id="maintenance"
          action={switchMaintenance}
          submit={t("begin")}
          confirm={t("begin_confirm")}
          look="danger"
          fields={[...stepFields(region, "begin"), ...(await noticeFields(region)), await reasonField()]}
        />
      </Fold>
    );
  }
  return (
    <>
      <Panel title={t("end_title")} isNarrow>
        <FieldForm
          id="maintenance"
          action={switchMaintenance}
          submit={t("end")}
          confirm={t("end_confirm")}
          fields={[...stepFields(region, "end"), await reasonField()]}
        />
      </Panel>
      <Fold title={t("change_title")} hint={t("change_hint")}>
        <FieldForm
          id="notice"
          action={switchMaintenance}
          submit={t("change")}
          confirm={t("change_confirm")}
          fields={[...stepFields(region, "change"), ...(await noticeFields(region)), await reasonField()]}
        />
      </Fold>
    </>
  );
}

function stepFields(region: RegionSettings, step: MaintenanceStep): FieldSpec[] {
  return [
    keyField(),
    { name: "etag", type: "hidden", value: region.etag },
    { name: "step", type: "hidden", value: step },
  ];
}

/** What those read who are shut out: a text in each language, and until when. */
async function noticeFields(region: RegionSettings): Promise<FieldSpec[]> {
  const t = await getTranslations("region");
  const texts = region.languages.map(
    (language): FieldSpec => ({
      name: noticeField(language),
      type: "textarea",
      label: t("notice", { language: languageName(language) }),
      optional: t("optional"),
      lang: language,
      maxLength: MOST_NOTICE,
      value: region.maintenance_texts[language] ?? "",
    }),
  );
  return [
    ...texts,
    {
      name: UNTIL,
      type: "datetime-local",
      label: t("until"),
      optional: t("optional"),
      hint: t("until_hint", { timezone: region.timezone }),
      value: asTyped(region.maintenance_until, region.timezone),
    },
  ];
}
