"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { change, units } from "@/features/forms/change";
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

/** So many units of each line have come back. */
export async function receiveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(text(form, "return"));
  const received = lines.map(({ line_id }) => ({ line_id, quantity: units(form, `received.${line_id}`) }));
  const body = { lines: received.filter(({ quantity }) => quantity > 0) };
  return change({
    form,
    fields: lines.map(({ line_id }) => `received.${line_id}`),
    moveOn: afterwards(form, "received"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/receive", { params: paramsOf(form, key), body }),
  });
}

/** So many units are accepted and refunded, and so many of them can be sold again. */
export async function inspectReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { lines } = await getReturn(text(form, "return"));
  const body = {
    lines: lines.map(({ line_id }) => ({
      line_id,
      accepted: units(form, `accepted.${line_id}`),
      sellable: units(form, `sellable.${line_id}`),
    })),
    decision: text(form, "decision"),
  };
  return change({
    form,
    fields: [...lines.flatMap(({ line_id }) => [`accepted.${line_id}`, `sellable.${line_id}`]), "decision"],
    moveOn: afterwards(form, "inspected"),
    send: (api, key) => api.POST("/api/v1/vendor/returns/{return_id}/inspect", { params: paramsOf(form, key), body }),
  });
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
