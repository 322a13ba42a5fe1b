"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { idsOf } from "@/features/chosen/boxes";
import { withChosen } from "@/features/chosen/with-chosen";
import { RISK_DONE } from "./filters";

/** Clear the chosen payments, or block them. */
export async function decideChosenRisks(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payment-risks.chosen");
  return withChosen({
    form,
    ids: idsOf("pay"),
    steps: RISK_DONE,
    question: (step, count) => t(`questions.${step}`, { count }),
    done: (step) => t(`done.${step}`),
    send: ({ api, id, step, reason, key }) =>
      api.POST("/api/v1/admin/payment-risks/{payment_id}/decide", {
        params: { path: { payment_id: id }, header: { "Idempotency-Key": key } },
        body: { review: step, reason },
      }),
  });
}
