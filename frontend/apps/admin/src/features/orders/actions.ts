"use server";

import type { DeliveryFailureName, RefundReasonName } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, isChecked, typed, unsent, wrongFields } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { cancellationOf } from "@globalmarket/web/orders/refundable";
import { currentSite } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { OrderDone } from "./done";
import { getOrder } from "./reads";
import { isMixed, refundFrom } from "./refund";

const KEPT = ["reason", "note", "as_store_credit"];

/** Refund a part of what one vendor sold. The form first asks, with the amount; another amount is asked about anew. */
export async function refundSale(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const orderId = text(form, "order");
  const { vendor_orders } = await getOrder(orderId);
  const part = vendor_orders.find(({ id }) => id === text(form, "part")) ?? notFound();
  const refund = refundFrom(form, part);
  const kept = typed(form, ...refund.fields, ...KEPT, "key");
  if (refund.wrong.length) return wrongFields(t("check_refund"), refund.wrong, t("no_amount"), kept);
  if (isMixed(refund)) return unsent(t("one_way"), kept);
  if (refund.total.minor === 0) return unsent(t("choose_refund"), kept);
  const asCredit = isChecked(kept, "as_store_credit");
  const amount = formatMoney(refund.total, locale.tag);
  return change({
    form,
    fields: [...refund.fields, ...KEPT],
    question: {
      text: asCredit ? t("refund_question_credit", { amount }) : t("refund_question", { amount }),
      about: JSON.stringify([refund.lines, refund.amounts, asCredit]),
    },
    moveOn: done(form, "refunded"),
    send: (api, key) =>
      api.POST("/api/v1/admin/orders/{order_id}/refunds", {
        params: { path: { order_id: orderId }, header: { "Idempotency-Key": key } },
        body: {
          vendor_order_id: part.id,
          ...(refund.lines.length > 0 && { lines: refund.lines }),
          ...refund.amounts,
          ...(asCredit && { as_store_credit: true }),
          reason: text(form, "reason") as RefundReasonName,
          note: text(form, "note"),
        },
      }),
  });
}

/** A parcel does not reach the customer: what was in it is canceled and refunded. */
export async function failDelivery(_before: FormState | null, form: FormData): Promise<FormState> {
  return changeWithReason({
    form,
    question: await failQuestion(form),
    about: ["failure"],
    moveOn: done(form, "failed"),
    send: (api, key) =>
      api.POST("/api/v1/admin/orders/{order_id}/shipments/{shipment_id}/fail", {
        ...ofParcel(form, key),
        body: { failure: text(form, "failure") as DeliveryFailureName, reason: text(form, "reason") },
      }),
  });
}

/** What goes back for the units in the parcel at most; nothing where they were to be paid on delivery. */
async function failQuestion(form: FormData): Promise<string> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const { vendor_orders } = await getOrder(text(form, "order"));
  const isIt = ({ id }: { id: string }) => id === text(form, "shipment");
  const part = vendor_orders.find(({ shipments }) => shipments.some(isIt)) ?? notFound();
  const sent = part.shipments.find(isIt)?.lines ?? [];
  const chosen = part.lines.map((line) => ({
    line,
    quantity: sent.find(({ line_id }) => line_id === line.line_id)?.quantity ?? 0,
  }));
  const amount = cancellationOf(part, chosen);
  if (amount.minor === 0) return t("fail_question_unpaid");
  return t("fail_question", { amount: formatMoney(amount, locale.tag) });
}

/** A parcel whose delivery failed is back with its vendor: what can be sold of it is in stock again. */
export async function receiveParcel(_before: FormState | null, form: FormData): Promise<FormState> {
  const fields = [...form.keys()].filter((name) => name.startsWith("sellable."));
  const counts = fields.map((name) => ({ line_id: name.slice("sellable.".length), quantity: countOf(form.get(name)) }));
  const wrong = withoutCount(form, fields);
  if (wrong.length) return noCount(form, wrong, [...fields, "reason"]);
  const sellable = counts.flatMap(({ line_id, quantity }) => (quantity ? [{ line_id, quantity }] : []));
  return change({
    form,
    fields: [...fields, "reason"],
    moveOn: done(form, "received"),
    send: (api, key) =>
      api.POST("/api/v1/admin/orders/{order_id}/shipments/{shipment_id}/receive", {
        ...ofParcel(form, key),
        body: { sellable, reason: text(form, "reason") },
      }),
  });
}

function ofParcel(form: FormData, key: string) {
  const path = { order_id: text(form, "order"), shipment_id: text(form, "shipment") };
  return { params: { path, header: { "Idempotency-Key": key } } };
}

function done(form: FormData, what: OrderDone): string {
  return afterwards(form, `/orders/${text(form, "order")}`, what);
}
