"use server";

import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { maintenanceStep, noticeIn, noticeNames } from "./notice";
import { getOptions, getRegion } from "./reads";
import { changeInWords, nameOf } from "./setting-fields";
import { changesIn, fieldNames, switchedIn } from "./setting-values";

/** Change settings of the region; only those that differ are sent. */
export async function saveSettings(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("region");
  const [{ settings, features }, { currencies }] = await Promise.all([getOptions(), getRegion()]);
  const fields = fieldNames(settings, features, currencies);
  const changes = changesIn(form, settings, currencies);
  if (changes.wrong.length) {
    return wrongFields(t("check_fields"), changes.wrong, t("no_value"), typed(form, ...fields, "reason", "key"));
  }
  const switched = switchedIn(form, features);
  const said = [
    ...settings.flatMap((setting) => {
      const value = changes.settings[setting.name];
      return value === undefined ? [] : [changeInWords(setting, value, t)];
    }),
    ...Object.entries(switched).map(([name, isOn]) => `${nameOf(name, t)}: ${t(isOn ? "yes" : "no")}`),
  ];
  return changeWithReason({
    form,
    question: said.length ? t("save_question", { names: said.join("; ") }) : t("nothing_question"),
    about: fields,
    moveOn: "/region?done=saved",
    renamed: Object.fromEntries(settings.map(({ name }) => [`settings.${name}`, `setting.${name}`])),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/region", {
        params: { header: { "If-Match": `"${text(form, "etag")}"` } },
        body: {
          settings: changes.settings,
          features: switched,
          reason: text(form, "reason"),
        },
      }),
  });
}

/** Shut the shop and the vendors' dashboards for everybody but staff, change what those read who are shut out, or open again. */
export async function switchMaintenance(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("region");
  const { languages } = await getRegion();
  const step = maintenanceStep(form);
  const isToEnd = step === "end";
  return changeWithReason({
    form,
    question: t(`${step}_question`),
    about: isToEnd ? [] : noticeNames(languages),
    moveOn: `/region?done=${{ begin: "shut", change: "notice", end: "opened" }[step]}`,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/region", {
        params: { header: { "If-Match": `"${text(form, "etag")}"` } },
        body: {
          is_in_maintenance: !isToEnd,
          ...(isToEnd ? {} : noticeIn(form, languages)),
          reason: text(form, "reason"),
        },
      }),
  });
}
