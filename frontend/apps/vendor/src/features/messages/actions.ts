"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";

/** Write to the order's customer. */
export async function answerCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("messages");
  const { order = "", text = "" } = typed(form, "order", "text");
  return change({
    form,
    fields: ["text"],
    done: t("sent"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/messages", {
        params: { path: { vendor_order_id: order }, header: { "Idempotency-Key": key } },
        body: { text },
      }),
  });
}
