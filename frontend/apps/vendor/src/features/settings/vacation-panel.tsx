import type { VendorProfile } from "@globalmarket/api";
import { formatDay, languageName } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { endVacation, saveVacation } from "./actions";
import { vacationValues } from "./fields";

/** When the vendor takes no orders: what is planned, and the form that plans it. */
export async function VacationPanel({ profile, etag }: { profile: VendorProfile; etag: string }) {
  const t = await getTranslations("settings");
  const { locale, region } = await currentSite();
  const { vacation } = profile;
  const values = vacationValues(profile, region.languages);
  const day = (date: string) => formatDay(date, locale.tag, "UTC"); // a day of the calendar, which is none of a time zone
  const dates = (["starts_on", "ends_on"] as const).map(
    (name): FieldSpec => ({ name, type: "date", label: t(`vacation.${name}`), value: values[name] ?? "" }),
  );
  return (
    <Panel title={t("parts.vacation")} isNarrow>
      <p className="text-muted">{t("vacation.hint")}</p>
      {vacation && (
        <Notice kind="info">
          {t(vacation.is_closed ? "vacation.now" : "vacation.planned", {
            from: day(vacation.starts_on),
            day: day(vacation.reopens_on),
          })}
        </Notice>
      )}
      <FieldForm
        id="vacation-end"
        action={endVacation}
        submit={t(vacation?.is_closed ? "vacation.end" : "vacation.cancel")}
        confirm={t("vacation.confirm")}
        look="secondary"
        fields={[{ name: "etag", type: "hidden", value: etag }]}
        isOver={!vacation}
      />
      <FieldForm
        id="vacation"
        action={saveVacation}
        submit={t("vacation.save")}
        fields={[
          { name: "etag", type: "hidden", value: etag },
          { name: "seen", type: "hidden", value: JSON.stringify(values) },
          ...dates,
          ...region.languages.map(
            (language): FieldSpec => ({
              name: `texts.${language}`,
              type: "textarea",
              label: `${t("vacation.text")} · ${languageName(language)}`,
              value: values[`texts.${language}`] ?? "",
              lang: language,
              optional: t("optional"),
              maxLength: 500,
            }),
          ),
        ]}
      />
    </Panel>
  );
}
