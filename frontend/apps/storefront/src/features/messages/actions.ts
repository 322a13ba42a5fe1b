"use server";

import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { reportMessage } from "@/features/behaviour/report";
import { orderSecret } from "@/features/orders/order-cookie";
import { privateApi } from "@/server/shop";

/** Ask a vendor about its part of an order. */
export async function askVendor(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("messages");
  const { order = "", part = "", product = "", ...values } = typed(form, "order", "part", "product", "text", "key");
  const key = values.key || crypto.randomUUID();
  const api = await privateApi(await orderSecret(order));
  try {
    await api.POST("/api/v1/store/orders/{order_id}/messages", {
      params: { path: { order_id: order }, header: { "Idempotency-Key": key } },
      body: { vendor_order_id: part, text: values.text ?? "" },
    });
  } catch (error) {
    return refused(error, { ...values, key: isDecided(error) ? crypto.randomUUID() : key });
  }
  await reportMessage(product, key);
  refresh();
  return succeeded(t("sent"), { key: crypto.randomUUID() });
}
