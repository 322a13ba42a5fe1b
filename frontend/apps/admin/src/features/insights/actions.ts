"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { readCatalogue } from "@/features/reports/reads";
import { TERMS, termsOf, thresholdOf } from "./alert-terms";

const EDITED = ["name", "condition", "threshold", "window_h", "quiet_h", "is_active"];

/** Make the alert that was tried. */
export async function createAlert(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("insights");
  const terms = termsOf((name) => text(form, name), (await readCatalogue()).measures);
  if (!terms) return wrongFields(t("alerts.no_threshold"), [], "", typed(form, "name", ...TERMS, "key"));
  return change({
    form,
    fields: ["name"],
    moveOn: "/reports/alerts?done=created",
    send: (api, key) =>
      api.POST("/api/v1/admin/analytics/alert-rules", {
        params: { header: { "Idempotency-Key": key } },
        body: { name: text(form, "name"), ...terms },
      }),
  });
}

/** Change an alert, or switch it off and on. */
export async function editAlert(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("insights");
  const threshold = thresholdOf(text(form, "threshold"), text(form, "currency"));
  if (threshold === null) {
    return wrongFields(
      t("alerts.no_threshold"),
      ["threshold"],
      t("alerts.no_threshold"),
      typed(form, ...EDITED, "etag"),
    );
  }
  return change({
    form,
    fields: EDITED,
    done: t("alerts.done.changed"),
    send: (api) =>
      api.PATCH("/api/v1/admin/analytics/alert-rules/{rule_id}", {
        params: { path: { rule_id: text(form, "id") }, header: { "If-Match": text(form, "etag") } },
        body: {
          name: text(form, "name"),
          condition: text(form, "condition") === "above" ? "above" : "below",
          threshold,
          window_h: Number(text(form, "window_h")),
          quiet_h: Number(text(form, "quiet_h")),
          is_active: text(form, "is_active") === "on",
        },
      }),
  });
}

/** Delete an alert with its history. The form asks first. */
export async function removeAlert(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("insights");
  const id = text(form, "id");
  return change({
    form,
    moveOn: "/reports/alerts?done=removed",
    question: { text: t("alerts.remove_question", { name: text(form, "name") }), about: id },
    send: (api) => api.DELETE("/api/v1/admin/analytics/alert-rules/{rule_id}", { params: { path: { rule_id: id } } }),
  });
}
