"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { idsOf } from "@/features/chosen/boxes";
import { withChosen } from "@/features/chosen/with-chosen";

/** Let the chosen applicants sell, or refuse them for good. */
export async function decideChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors.chosen");
  return withChosen({
    form,
    ids: idsOf("ven"),
    steps: ["approve", "refuse"],
    question: (step, count) => t(`questions.${step}`, { count }),
    done: (step) => t(`done.${step}`),
    send: ({ api, id, step, reason, key }) => {
      const params = { path: { vendor_id: id }, header: { "Idempotency-Key": key } };
      // A vendor whom another member of staff has approved meanwhile sells, and is not refused.
      return step === "refuse"
        ? api.POST("/api/v1/admin/vendors/{vendor_id}/close", { params, body: { reason, from_state: "pending" } })
        : api.POST("/api/v1/admin/vendors/{vendor_id}/approve", { params, body: { reason } });
    },
  });
}
