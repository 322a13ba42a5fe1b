"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";

/** Answer a visitor by mail. */
export async function reply(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("conversations");
  return change({
    form,
    fields: ["reply"],
    done: t("replied"),
    send: (api, key) =>
      api.POST("/api/v1/admin/conversations/{conversation_id}/replies", {
        params: { path: { conversation_id: text(form, "conversation") }, header: { "Idempotency-Key": key } },
        body: { reply: text(form, "reply") },
      }),
  });
}
