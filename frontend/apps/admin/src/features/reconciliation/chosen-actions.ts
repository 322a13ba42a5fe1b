"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { idsOf } from "@/features/chosen/boxes";
import { withChosen } from "@/features/chosen/with-chosen";

/** Say of the chosen differences that staff know why they are there, or that they are over. */
export async function settleChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reconciliation.chosen");
  return withChosen({
    form,
    ids: idsOf("sdf", { withVersion: true }),
    steps: ["resolved", "explained"],
    question: (step, count) => t(`questions.${step}`, { count }),
    done: (step) => t(`done.${step}`),
    send: ({ api, id, step, reason }) => {
      const [difference_id = "", version = ""] = id.split(":");
      return api.PATCH("/api/v1/admin/settlement-differences/{difference_id}", {
        params: { path: { difference_id }, header: { "If-Match": version } },
        body: { state: step, reason },
      });
    },
  });
}
