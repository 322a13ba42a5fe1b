"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";

/** A courier more, who collects cash on delivery for the operator. */
export async function addCourier(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    fields: ["code", "name"],
    moveOn: "/couriers?done=added",
    send: (api, key) =>
      api.POST("/api/v1/admin/couriers", {
        params: { header: { "Idempotency-Key": key } },
        body: { code: text(form, "code"), name: text(form, "name") },
      }),
  });
}

/** Its name, and whether it collects; the code stays, since accounts of the books are named by it. */
export async function saveCourier(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("couriers");
  const id = text(form, "courier");
  return change({
    form,
    fields: ["name", "is_active"],
    moveOn: `/couriers/${id}?done=saved`,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/couriers/{courier_id}", {
        params: { path: { courier_id: id }, header: { "If-Match": text(form, "etag") } },
        body: { name: text(form, "name"), is_active: text(form, "is_active") === "on" },
      }),
  });
}
