"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";

/** Send the provider all that speaks for the sale. The form asks first: it is taken once. */
export async function sendEvidence(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("disputes");
  const { dispute = "", note = "" } = typed(form, "dispute", "note");
  return change({
    form,
    fields: ["note"],
    done: t("evidence_sent_now"),
    question: { text: t("evidence_question"), about: `${dispute} ${note}` },
    send: (api, key) =>
      api.POST("/api/v1/admin/disputes/{dispute_id}/evidence", {
        params: { path: { dispute_id: dispute }, header: { "Idempotency-Key": key } },
        body: { note },
      }),
  });
}
