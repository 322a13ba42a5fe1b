"use server";

import type { Api, WithdrawRequest } from "@globalmarket/api";
import { isChecked } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { orderSecret } from "@/features/orders/order-cookie";
import { readUnits } from "@/features/orders/units";
import { currentShop, privateApi } from "@/server/shop";
import { typedStatement, type WithdrawalState } from "./withdrawal-state";

/**
 * The withdrawal function of Directive (EU) 2023/2673: a statement (`review`), then its confirmation (`confirm`), after which the API sends
 * the acknowledgement by mail. What was delivered is withdrawn from; what was not sent is canceled.
 */
export async function withdraw(before: WithdrawalState, form: FormData): Promise<WithdrawalState> {
  const values = typedStatement(form);
  const at = (step: WithdrawalState["step"], message = "", errors: Record<string, string> = {}): WithdrawalState => ({
    ...{ kind: "problem", step, message, errors, values },
    ...{ key: before.key, attempt: crypto.randomUUID() },
  });
  const t = await getTranslations("returns");
  const [delivered, unsent] = [readUnits(form, "withdraw"), readUnits(form, "cancel")];
  if (!delivered.length && !unsent.length) return at("statement", t("choose_units"));
  const name = values.name?.trim() ?? "";
  if (!name) return at("statement", (await getTranslations("forms"))("check_fields"), { name: t("name_missing") });
  const step = form.get("step");
  if (step !== "confirm") return at(step === "back" ? "statement" : "confirm");
  const orderId = String(form.get("order_id"));
  const api = await privateApi(await orderSecret(orderId));
  try {
    if (unsent.length) await cancel(api, orderId, unsent, `${before.key}-unsent`, t("withdrawal"));
    if (delivered.length) {
      const statement = { name, lines: delivered, as_store_credit: isChecked(values, "as_store_credit") };
      await declare(api, orderId, statement, before.key);
    }
  } catch (error) {
    const state = await refused(error, values);
    // Without a decision it may have been done: the same again is done once. A refusal is shown with what is left.
    if (!isDecided(error)) return { ...state, step: "confirm", key: before.key };
    refresh();
    return { ...state, step: "statement", key: crypto.randomUUID() };
  }
  redirect(`/${(await currentShop()).locale.tag}/orders/${orderId}?sent=withdrawal`);
}

type Lines = { line_id: string; quantity: number }[];

async function declare(api: Api, orderId: string, statement: WithdrawRequest, key: string): Promise<void> {
  await api.POST("/api/v1/store/orders/{order_id}/withdrawals", {
    params: { path: { order_id: orderId }, header: { "Idempotency-Key": key } },
    body: statement,
  });
}

async function cancel(api: Api, orderId: string, lines: Lines, key: string, reason: string): Promise<void> {
  await api.POST("/api/v1/store/orders/{order_id}/cancellations", {
    params: { path: { order_id: orderId }, header: { "Idempotency-Key": key } },
    body: { lines, reason },
  });
}
