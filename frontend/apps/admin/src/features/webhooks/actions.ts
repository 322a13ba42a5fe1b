"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";

/** Ask the provider about what it sent once more, and record its answer. */
export async function replayWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  return changeWithReason({
    form,
    question: t("replay_question"),
    moveOn: "/webhooks?done=replayed",
    send: (api, key) =>
      api.POST("/api/v1/admin/webhooks/{webhook_id}/replay", {
        params: { path: { webhook_id: text(form, "webhook") }, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}
