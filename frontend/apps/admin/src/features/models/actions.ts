"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { MODEL_SWITCHES } from "./switches";

/** Let a model answer or not, in shadow or not, or become active by itself or not. */
export async function switchModel(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("models");
  const what = MODEL_SWITCHES.find((one) => one === text(form, "what")) ?? "is_on";
  const isOn = text(form, "on") === "yes";
  return changeWithReason({
    form,
    question: t(`${what}_question_${isOn ? "on" : "off"}`),
    moveOn: done(form, "switched"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/models/{name}", {
        params: { path: { name: text(form, "name") }, header: { "If-Match": text(form, "etag") } },
        body: { [what]: isOn, reason: text(form, "reason") },
      }),
  });
}

/** Begin to train a version. */
export async function trainModel(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: done(form, "trained"),
    send: (api, key) =>
      api.POST("/api/v1/admin/models/{name}/trainings", {
        params: { path: { name: text(form, "name") }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Let a version answer from now on. */
export async function activateVersion(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("models");
  const path = { name: text(form, "name"), version_id: text(form, "version") };
  return changeWithReason({
    form,
    question: t("activate_question"),
    moveOn: done(form, "activated"),
    send: (api, key) =>
      api.POST("/api/v1/admin/models/{name}/versions/{version_id}/activate", {
        params: { path, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}

/** Let another version answer a share of the customers. */
export async function startTrial(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("models");
  const share = Number(text(form, "share_percent"));
  return changeWithReason({
    form,
    question: t("trial_question", { share }),
    moveOn: done(form, "tried"),
    send: (api, key) =>
      api.POST("/api/v1/admin/models/{name}/trials", {
        params: { path: { name: text(form, "name") }, header: { "Idempotency-Key": key } },
        body: { version_id: text(form, "version"), share_percent: share, reason: text(form, "reason") },
      }),
  });
}

/** Let the active version answer everybody again. */
export async function stopTrial(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("models");
  return changeWithReason({
    form,
    question: t("trial_stop_question"),
    moveOn: done(form, "stopped"),
    send: (api, key) =>
      api.POST("/api/v1/admin/models/{name}/trials/stop", {
        params: { path: { name: text(form, "name") }, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}

function done(form: FormData, what: string): string {
  return `/models/${encodeURIComponent(text(form, "name"))}?done=${what}`;
}
