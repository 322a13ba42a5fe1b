"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";

/** Let parked events be tried again: those of one subscriber, or all. */
export async function replayParked(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("jobs");
  const subscriber = text(form, "subscriber");
  return changeWithReason({
    form,
    question: subscriber ? t("replay_question_one", { subscriber }) : t("replay_question"),
    about: ["subscriber"],
    moveOn: "/jobs?done=replayed",
    send: (api, key) =>
      api.POST("/api/v1/admin/jobs/parked-events/replay", {
        params: { header: { "Idempotency-Key": key } },
        body: { ...(subscriber && { subscriber }), reason: text(form, "reason") },
      }),
  });
}
