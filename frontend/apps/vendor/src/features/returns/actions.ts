"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { countLines } from "./counts";
import type { RETURN_DONE } from "./done";
import { getReturn } from "./reads";

/** The customer may send the products back. */
export async function approveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: afterwards(form, "approved"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/approve", { params: paramsOf(form, key) }),
  });
}

/** The customer reads the reason. */
export async function refuseReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const body = { reason: text(form, "reason") };
  return change({
    form,
    fields: ["reason"],
    moveOn: afterwards(form, "refused"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/refuse", { params: paramsOf(form, key), body }),
  });
}

/** So many units of each line have come back by now, in all. */
export async function receiveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(text(form, "return"));
  const { counts, fields, wrong } = countLines(form, lines, "received");
  if (wrong.length) return noCount(form, fields, wrong);
  const body = { lines: counts.map(({ line_id, received }) => ({ line_id, quantity: received })) };
  return change({
    form,
    fields,
    renamed: Object.fromEntries(fields.map((field, place) => [`lines.${place}.quantity`, field])),
    moveOn: afterwards(form, "received"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/receive", { params: paramsOf(form, key), body }),
  });
}

/** So many units are accepted and refunded, and so many of them can be sold again. */
export async function inspectReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(text(form, "return"));
  const { counts, fields, wrong } = countLines(form, lines, "accepted", "sellable");
  if (wrong.length) return noCount(form, [...fields, "decision"], wrong);
  const body = { lines: counts, decision: text(form, "decision") };
  return change({
    form,
    fields: [...fields, "decision"],
    moveOn: afterwards(form, "inspected"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/inspect", { params: paramsOf(form, key), body }),
  });
}

/** Nothing is sent: these fields hold no count. */
async function noCount(form: FormData, fields: string[], wrong: string[]): Promise<FormState> {
  const t = await getTranslations("forms");
  return wrongFields(t("check_fields"), wrong, t("no_count"), typed(form, ...fields, "key"));
}

/** The return's page, which says what was done. */
function afterwards(form: FormData, done: (typeof RETURN_DONE)[number]): string {
  return `/returns/${text(form, "return")}?done=${done}`;
}

function paramsOf(form: FormData, key: string) {
  return { path: { return_id: text(form, "return") }, header: { "Idempotency-Key": key } };
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
