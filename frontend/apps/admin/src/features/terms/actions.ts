"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { KINDS, nameField, type Section } from "./kinds";

/** Call a word otherwise; where others have the new one, the two become one. */
export async function renameTerm(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("terms");
  const section = sectionIn(form);
  const [old, called] = [text(form, "old"), text(form, "new")];
  return changeWithReason({
    form,
    question: t("rename_question", { old, new: called, count: Number(text(form, "count")) }),
    about: ["new"],
    fields: ["old", "section", "count"],
    moveOn: `/${section}?done=renamed`,
    send: (api, key) =>
      api.POST("/api/v1/admin/terms/renames", {
        params: { header: { "Idempotency-Key": key } },
        body: { kind: KINDS[section], old, new: called, reason: text(form, "reason") },
      }),
  });
}

/** Say how the shop's filter of an option is called, by language. */
export async function nameAttribute(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("terms");
  const { region } = await currentSite();
  const fields = region.languages.map(nameField);
  return change({
    form,
    fields,
    renamed: Object.fromEntries(region.languages.map((language) => [`names.${language}`, nameField(language)])),
    moveOn: "/attributes?done=named",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/admin/attributes/{key}/names", {
        params: { path: { key: text(form, "attribute") }, header: { "If-Match": `"${text(form, "etag")}"` } },
        body: {
          names: Object.fromEntries(region.languages.map((language) => [language, text(form, nameField(language))])),
        },
      }),
  });
}

function sectionIn(form: FormData): Section {
  const section = text(form, "section");
  return section in KINDS ? (section as Section) : "brands";
}
