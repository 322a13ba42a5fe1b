"use server";

import type { Api, RefundReasonName, VendorOrderDetail } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { change, units } from "@globalmarket/web/forms/change";
import { asks, type FormState, unsent as notSent, typed } from "@globalmarket/web/forms/form-state";
import { type Chosen, cancellationOf, refundOf } from "@globalmarket/web/orders/refundable";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { OrderDone } from "./done";
import { getOrder } from "./reads";

/** The vendor takes on the order. */
export async function acceptOrder(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: afterwards(form, "accepted"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/accept", {
        params: { path: { vendor_order_id: text(form, "order") }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** One parcel with the chosen units. */
export async function shipLines(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  const { chosen, fields } = await chosenLines(form);
  if (!chosen.length) return notSent(t("choose_units"), typed(form, ...fields, ...PARCEL, "key"));
  const { carrier = "", tracking_number = "", tracking_url = "" } = typed(form, ...PARCEL);
  return change({
    form,
    fields: [...fields, ...PARCEL],
    moveOn: afterwards(form, "parcel_sent"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/shipments", {
        params: { path: { vendor_order_id: text(form, "order") }, header: { "Idempotency-Key": key } },
        body: { lines: chosen.map(quantityOf), carrier, tracking_number, tracking_url },
      }),
  });
}

export async function markDelivered(_before: FormState | null, form: FormData): Promise<FormState> {
  const path = { vendor_order_id: text(form, "order"), shipment_id: text(form, "shipment") };
  return change({
    form,
    moveOn: afterwards(form, "parcel_delivered"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/shipments/{shipment_id}/deliver", {
        params: { path, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Cancel units that are not sent. */
export async function cancelLines(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  return afterQuestion({
    form,
    ask: (amount) => (amount ? t("cancel_question", { amount }) : t("cancel_question_unpaid")),
    amountOf: cancellationOf,
    fields: ["reason"],
    done: "lines_canceled",
    send: (api, key, lines) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/cancellations", {
        params: { path: { vendor_order_id: text(form, "order") }, header: { "Idempotency-Key": key } },
        body: { lines, reason: text(form, "reason") },
      }),
  });
}

/** Refund delivered units, which the customer keeps. */
export async function refundLines(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  return afterQuestion({
    form,
    ask: (amount) => t("refund_question", { amount }),
    amountOf: ({ total }, chosen) => refundOf(chosen, total.currency),
    fields: ["reason", "note"],
    done: "lines_refunded",
    send: (api, key, lines) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/refunds", {
        params: { path: { vendor_order_id: text(form, "order") }, header: { "Idempotency-Key": key } },
        body: { lines, reason: text(form, "reason") as RefundReasonName, note: text(form, "note") },
      }),
  });
}

interface Irreversible {
  form: FormData;
  /** The amount is empty where no money goes back. */
  ask: (amount: string) => string;
  amountOf: (order: VendorOrderDetail, chosen: Chosen[]) => Money;
  fields: string[];
  done: OrderDone;
  send: (api: Api, key: string, lines: { line_id: string; quantity: number }[]) => Promise<unknown>;
}

/** What cannot be undone: the form first asks, with the amount; another choice is asked about anew. */
async function afterQuestion({ form, ask, amountOf, fields, done, send }: Irreversible): Promise<FormState> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const { order, chosen, fields: quantities } = await chosenLines(form);
  const kept = typed(form, ...quantities, ...fields, "key");
  if (!chosen.length) return notSent(t("choose_units"), kept);
  const asked = chosen.map(({ line, quantity }) => `${line.line_id} ${quantity}`).join();
  if (text(form, "confirmed") !== asked) {
    const amount = amountOf(order, chosen);
    return asks(ask(amount.minor > 0 ? formatMoney(amount, locale.tag) : ""), asked, kept);
  }
  const lines = chosen.map(quantityOf);
  return change({
    form,
    fields: [...quantities, ...fields],
    moveOn: afterwards(form, done),
    send: (api, key) => send(api, key, lines),
  });
}

const PARCEL = ["carrier", "tracking_number", "tracking_url"];

/** The order, and its lines with a number in their field `quantity.<id>`. */
async function chosenLines(form: FormData): Promise<{ order: VendorOrderDetail; chosen: Chosen[]; fields: string[] }> {
  const order = await getOrder(text(form, "order"));
  const all = order.lines.map((line) => ({ line, quantity: units(form, `quantity.${line.line_id}`) }));
  return {
    order,
    chosen: all.filter(({ quantity }) => quantity > 0),
    fields: order.lines.map(({ line_id }) => `quantity.${line_id}`),
  };
}

/** The order's page, which says what was done. */
function afterwards(form: FormData, done: OrderDone): string {
  return `/orders/${text(form, "order")}?done=${done}`;
}

function quantityOf({ line, quantity }: Chosen) {
  return { line_id: line.line_id, quantity };
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
