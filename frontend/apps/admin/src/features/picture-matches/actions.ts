"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { MATCH_DONE } from "./filters";

/** Decide a pair of products that show the same picture. */
export async function decideMatch(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("picture-matches");
  const state = text(form, "state") === "copied" ? "copied" : "allowed";
  return changeWithReason({
    form,
    question: t(`${state}_question`),
    moveOn: `/picture-matches${writeFilters({ done: "decided" satisfies (typeof MATCH_DONE)[number] })}`,
    explain: async ({ status }) => (status === 409 ? t("stale") : undefined),
    send: (api, key) =>
      api.POST("/api/v1/admin/picture-matches/{match_id}/decide", {
        params: { path: { match_id: text(form, "match") }, header: { "Idempotency-Key": key } },
        body: { state, reason: text(form, "reason") },
      }),
  });
}
