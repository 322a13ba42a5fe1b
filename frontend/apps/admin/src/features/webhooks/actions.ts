"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";

/** Ask the provider about what it sent once more, and record its answer. */
export async function replayWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const query = new URLSearchParams(listQueryOf({ from: text(form, "from") }));
  query.set("done", "replayed");
  return changeWithReason({
    form,
    question: t("replay_question"),
    moveOn: `/webhooks?${query}`,
    send: (api, key) =>
      api.POST("/api/v1/admin/webhooks/{webhook_id}/replay", {
        params: { path: { webhook_id: text(form, "webhook") }, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}
