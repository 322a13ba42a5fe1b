"use server";

import { isDecided, problemSentence } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { privateApi } from "@/server/shop";
import { orderSecret } from "./order-cookie";
import { readUnits } from "./units";

const REASONS = ["changed_mind", "by_mistake", "too_slow", "other"] as const;

/** What a form about an order shows after it was sent. `key` makes a repeated sending the same change. */
export interface OrderOutcome {
  kind: "success" | "problem";
  message: string;
  key: string;
}

/** Cancel the chosen units of an order. */
export async function cancelUnits(before: OrderOutcome, form: FormData): Promise<OrderOutcome> {
  const t = await getTranslations("orders");
  const orderId = String(form.get("order_id"));
  const lines = readUnits(form, "cancel");
  if (!lines.length) return { ...before, kind: "problem", message: t("choose_units") };
  const reason = REASONS.find((one) => one === form.get("reason")) ?? "other";
  const api = await privateApi(await orderSecret(orderId));
  try {
    await api.POST("/api/v1/store/orders/{order_id}/cancellations", {
      params: { path: { order_id: orderId }, header: { "Idempotency-Key": before.key } },
      body: { lines, reason: t(`cancel_reasons.${reason}`) },
    });
    refresh();
    return { kind: "success", message: t("canceled_units"), key: crypto.randomUUID() };
  } catch (error) {
    const message = await problemSentence(error);
    if (!isDecided(error)) return { kind: "problem", message, key: before.key }; // it may have been done
    refresh();
    return { kind: "problem", message, key: crypto.randomUUID() };
  }
}
