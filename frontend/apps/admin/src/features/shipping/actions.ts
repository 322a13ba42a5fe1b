"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { SHIPPING_FILTERS } from "./filters";

/** Switch the form's `method` off, or on again, as `wanted` says. */
export async function switchMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("shipping");
  const isOn = text(form, "wanted") === "on";
  const name = text(form, "name");
  const kept = readFilters(Object.fromEntries(new URLSearchParams(text(form, "list"))), SHIPPING_FILTERS);
  return changeWithReason({
    form,
    question: t(isOn ? "switch_on_question" : "switch_off_question", { name }),
    about: ["method", "wanted"],
    moveOn: `/shipping${writeFilters({ ...kept, done: isOn ? "on" : "off" })}`,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/shipping-methods/{method_id}", {
        params: { path: { method_id: text(form, "method") }, header: { "If-Match": `"${text(form, "etag")}"` } },
        body: { is_active: isOn, reason: text(form, "reason") },
      }),
  });
}
