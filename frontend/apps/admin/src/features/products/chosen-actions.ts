"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { idsOf } from "@/features/chosen/boxes";
import { withChosen } from "@/features/chosen/with-chosen";

/** Take the chosen products out of the shop, or let them in again. */
export async function moderateChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products.chosen");
  return withChosen({
    form,
    ids: idsOf("prod"),
    steps: ["take_down", "reinstate"],
    question: (step, count) => t(`questions.${step}`, { count }),
    done: (step) => t(`done.${step}`),
    send: ({ api, id, step, reason, key }) => {
      const call = {
        params: { path: { product_id: id }, header: { "Idempotency-Key": key } },
        body: { reason },
      };
      return step === "reinstate"
        ? api.POST("/api/v1/admin/products/{product_id}/reinstate", call)
        : api.POST("/api/v1/admin/products/{product_id}/take-down", call);
    },
  });
}
