"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";

/** Send a vendor's delivery again, with the id that it had. */
export async function replayDelivery(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendor-webhooks");
  return changeWithReason({
    form,
    question: t("replay_question"),
    fields: ["vendor", "endpoint", "delivery"],
    done: t("replayed"),
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/webhooks/{endpoint_id}/deliveries/{delivery_id}/replay", {
        params: {
          path: {
            vendor_id: text(form, "vendor"),
            endpoint_id: text(form, "endpoint"),
            delivery_id: text(form, "delivery"),
          },
          header: { "Idempotency-Key": key },
        },
        body: { reason: text(form, "reason") },
      }),
  });
}
