import "server-only";
import type { ReturnView, VendorOrderDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { change } from "../forms/change";
import { type FormState, typed, wrongFields } from "../forms/form-state";
import { noCount } from "../forms/no-count";
import { writeFilters } from "../lists/filters";
import { returnOf } from "../orders/refundable";
import { foundOrNone } from "../server/found";
import { currentSite, privateApi } from "../server/site";
import { countLines } from "./counts";

/** Who handles the return: its vendor, or staff. The API has the same endpoints for both. */
type Side = "vendor" | "admin";

/** What can have been done to a return: the names of the messages that say so. */
export const RETURN_DONE = ["approved", "refused", "received", "inspected", "labelled"] as const;

/** The page "not found" if there is no such return, or it is another vendor's. */
export async function getReturn(side: Side, id: string): Promise<ReturnView> {
  const api = await privateApi();
  const params = { path: { return_id: id } };
  return (await foundOrNone(api.GET(`/api/v1/${side}/returns/{return_id}`, { params }))).data as ReturnView;
}

/** The customer may send the products back. */
export async function approve(side: Side, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: afterwards(form, "approved"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/approve`, { params: paramsOf(form, key) }),
  });
}

/** How the products come back: by a label that the customer prints, or where they are handed in. */
export async function label(side: Side, form: FormData): Promise<FormState> {
  const file = form.get("file");
  return change({
    form,
    fields: ["file", "drop_off"],
    moveOn: afterwards(form, "labelled"),
    send: (api, key) =>
      api.POST(`/api/v1/${side}/returns/{return_id}/label`, {
        params: paramsOf(form, key),
        body: { drop_off: text(form, "drop_off") },
        bodySerializer: (said) => {
          const body = new FormData();
          body.set("drop_off", said?.drop_off ?? "");
          if (file instanceof File && file.size) body.set("file", file);
          return body;
        },
      }),
  });
}

/** The customer reads the reason. */
export async function refuse(side: Side, form: FormData): Promise<FormState> {
  const body = { reason: text(form, "reason") };
  return change({
    form,
    fields: ["reason"],
    moveOn: afterwards(form, "refused"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/refuse`, { params: paramsOf(form, key), body }),
  });
}

/** So many units of each line have come back by now, in all. */
export async function receive(side: Side, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(side, text(form, "return"));
  const { counts, fields, wrong } = countLines(form, lines, "received");
  if (wrong.length) return noCount(form, wrong, fields);
  const body = { lines: counts.map(({ line_id, received }) => ({ line_id, quantity: received })) };
  return change({
    form,
    fields,
    renamed: Object.fromEntries(fields.map((field, place) => [`lines.${place}.quantity`, field])),
    moveOn: afterwards(form, "received"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/receive`, { params: paramsOf(form, key), body }),
  });
}

/**
 * So many units are accepted and refunded, and so many of them can be sold again. The form asks first, with the units and the amount; other
 * numbers are asked about anew. `sayWhy` stands at the decision where there has to be one: the audit log keeps it as the reason.
 */
export async function inspect(side: Side, form: FormData, sayWhy = ""): Promise<FormState> {
  const found = await getReturn(side, text(form, "return"));
  const { counts, fields, wrong } = countLines(form, found.lines, "accepted", "sellable");
  if (wrong.length) return noCount(form, wrong, [...fields, "decision"]);
  const decision = text(form, "decision");
  if (sayWhy && !decision) return undecided(form, fields, sayWhy);
  const body = { lines: counts, decision };
  return change({
    form,
    fields: [...fields, "decision"],
    question: { text: await inspectQuestion(side, found, counts), about: JSON.stringify(counts) },
    moveOn: afterwards(form, "inspected"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/inspect`, { params: paramsOf(form, key), body }),
  });
}

async function undecided(form: FormData, fields: string[], sayWhy: string): Promise<FormState> {
  const t = await getTranslations("forms");
  return wrongFields(t("check_fields"), ["decision"], sayWhy, typed(form, ...fields, "decision", "key"));
}

/** What the inspection will do: how many units are accepted, and what goes back for them at most. */
async function inspectQuestion(
  side: Side,
  found: ReturnView,
  counts: { line_id: string; accepted: number }[],
): Promise<string> {
  const t = await getTranslations("returns");
  const { locale } = await currentSite();
  const order = await orderOf(side, found);
  const chosen = order.lines.map((line) => ({
    line,
    quantity: counts.find(({ line_id }) => line_id === line.line_id)?.accepted ?? 0,
  }));
  const units = chosen.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units === 0) return t("inspect_question_none");
  const amount = formatMoney(returnOf(order, chosen, found.reason), locale.tag);
  return found.as_store_credit
    ? t("inspect_question_credit", { units, amount })
    : t("inspect_question", { units, amount });
}

/** What the return's vendor sold: people who may decide about the return may see it. */
async function orderOf(side: Side, found: ReturnView): Promise<VendorOrderDetail> {
  const api = await privateApi();
  if (side === "vendor") {
    const params = { path: { vendor_order_id: found.vendor_order_id } };
    const { data } = await foundOrNone(api.GET("/api/v1/vendor/orders/{vendor_order_id}", { params }));
    return data as VendorOrderDetail;
  }
  const params = { path: { order_id: found.order_id } };
  const { data } = await foundOrNone(api.GET("/api/v1/admin/orders/{order_id}", { params }));
  return data?.vendor_orders.find(({ id }) => id === found.vendor_order_id) ?? notFound();
}

/** The return's page, which says what was done, and knows the list that led to it. */
function afterwards(form: FormData, done: (typeof RETURN_DONE)[number]): string {
  return `/returns/${text(form, "return")}${writeFilters({ done, from: text(form, "from") })}`;
}

function paramsOf(form: FormData, key: string) {
  return { path: { return_id: text(form, "return") }, header: { "Idempotency-Key": key } };
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
