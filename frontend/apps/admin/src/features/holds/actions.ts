"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { HOLD_DONE } from "./filters";

/** Hold the earnings of a vendor order while staff look into it. */
export async function placeHold(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("holds");
  const vendor_order_id = text(form, "vendor_order_id");
  return changeWithReason({
    form,
    question: t("place_question"),
    about: ["vendor_order_id"],
    moveOn: done("placed"),
    explain: async ({ status }) => (status === 404 ? t("no_order") : undefined),
    send: (api, key) =>
      api.POST("/api/v1/admin/holds", {
        params: { header: { "Idempotency-Key": key } },
        body: { vendor_order_id, reason: text(form, "reason") },
      }),
  });
}

/** Release a hold that staff placed. */
export async function releaseHold(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("holds");
  return changeWithReason({
    form,
    question: t("release_question"),
    moveOn: done("released"),
    send: (api, key) =>
      api.POST("/api/v1/admin/holds/{review_id}/release", {
        params: { path: { review_id: text(form, "review") }, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}

function done(what: (typeof HOLD_DONE)[number]): string {
  return `/holds${writeFilters({ done: what })}`;
}
