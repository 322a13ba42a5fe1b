import "server-only";
import type { ReturnView } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { change } from "../forms/change";
import { type FormState, typed, wrongFields } from "../forms/form-state";
import { writeFilters } from "../lists/filters";
import { foundOrNone } from "../server/found";
import { privateApi } from "../server/site";
import { countLines } from "./counts";

/** Who handles the return: its vendor, or staff. The API has the same endpoints for both. */
type Side = "vendor" | "admin";

/** What can have been done to a return: the names of the messages that say so. */
export const RETURN_DONE = ["approved", "refused", "received", "inspected"] as const;

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
  if (wrong.length) return noCount(form, fields, wrong);
  const body = { lines: counts.map(({ line_id, received }) => ({ line_id, quantity: received })) };
  return change({
    form,
    fields,
    renamed: Object.fromEntries(fields.map((field, place) => [`lines.${place}.quantity`, field])),
    moveOn: afterwards(form, "received"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/receive`, { params: paramsOf(form, key), body }),
  });
}

/** So many units are accepted and refunded, and so many of them can be sold again. */
export async function inspect(side: Side, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(side, text(form, "return"));
  const { counts, fields, wrong } = countLines(form, lines, "accepted", "sellable");
  if (wrong.length) return noCount(form, [...fields, "decision"], wrong);
  const body = { lines: counts, decision: text(form, "decision") };
  return change({
    form,
    fields: [...fields, "decision"],
    moveOn: afterwards(form, "inspected"),
    send: (api, key) => api.POST(`/api/v1/${side}/returns/{return_id}/inspect`, { params: paramsOf(form, key), body }),
  });
}

/** Nothing is sent: these fields hold no count. */
async function noCount(form: FormData, fields: string[], wrong: string[]): Promise<FormState> {
  const t = await getTranslations("forms");
  return wrongFields(t("check_fields"), wrong, t("no_count"), typed(form, ...fields, "key"));
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
