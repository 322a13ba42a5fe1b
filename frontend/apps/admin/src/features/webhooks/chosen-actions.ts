"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { withChosen } from "@/features/chosen/with-chosen";

const IDS = /^\d{1,18}$/;

/** Ask the providers about what they sent once more, for each of the chosen webhooks. */
export async function replayChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks.chosen");
  return withChosen({
    form,
    ids: IDS,
    steps: ["replay"],
    question: (_step, count) => t("question", { count }),
    done: () => t("done"),
    send: ({ api, id, reason, key }) =>
      api.POST("/api/v1/admin/webhooks/{webhook_id}/replay", {
        params: { path: { webhook_id: id }, header: { "Idempotency-Key": key } },
        body: { reason },
      }),
  });
}
