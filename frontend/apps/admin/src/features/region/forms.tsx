import type { RegionOptions, RegionSettings } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { saveSettings, switchMaintenance } from "./actions";
import { featureFields, settingFields } from "./setting-fields";

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

/** Shuts the region for maintenance, or opens it again. */
export async function MaintenanceForm({ region }: { region: RegionSettings }) {
  const t = await getTranslations("region");
  const fields: FieldSpec[] = [
    keyField(),
    { name: "etag", type: "hidden", value: region.etag },
    { name: "begin", type: "hidden", value: region.is_in_maintenance ? "" : "yes" },
    await reasonField(),
  ];
  if (region.is_in_maintenance) {
    return (
      <Panel title={t("end_title")} isNarrow>
        <FieldForm
          id="maintenance"
          action={switchMaintenance}
          submit={t("end")}
          confirm={t("end_confirm")}
          fields={fields}
        />
      </Panel>
    );
  }
  return (
    <Fold title={t("begin_title")} hint={t("begin_hint")}>
      <FieldForm
        id="maintenance"
        action={switchMaintenance}
        submit={t("begin")}
        confirm={t("begin_confirm")}
        look="danger"
        fields={fields}
      />
    </Fold>
  );
}
