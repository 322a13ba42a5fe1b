"use server";

import type { Refused } from "@globalmarket/api";
import { change, units } from "@globalmarket/web/forms/change";
import { type FormState, unsent as notSent, typed } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { getTranslations } from "next-intl/server";
import { refusalOf } from "./refusal";
import { weightIn } from "./weight";

const KEYS = ["public_key", "secret_key"];

/** Connect the vendor's account. The carrier is asked first whether it knows the keys; the secret one is never shown again. */
export async function connectCarrier(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  const { public_key = "", secret_key = "" } = typed(form, ...KEYS);
  return change({
    form,
    fields: KEYS,
    done: t("connected"),
    isShownBeside: true,
    explain: refusalOf,
    send: (api) =>
      api.PUT("/api/v1/vendor/carrier-account", {
        params: { header: { "If-Match": text(form, "etag") } },
        body: { carrier: "sendcloud", public_key: public_key.trim(), secret_key: secret_key.trim() },
      }),
  });
}

export async function disconnectCarrier(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  return change({
    form,
    done: t("disconnected"),
    question: { text: t("disconnect_question"), about: "disconnect" },
    send: (api) => api.DELETE("/api/v1/vendor/carrier-account"),
  });
}

/** The page again, with what the carrier offers for a parcel of that weight. */
export async function weighParcel(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  const weight = weightIn(text(form, "weight"));
  if (!weight) return notSent(t("no_weight"), typed(form, "weight"));
  return change({
    form,
    moveOn: `${text(form, "page")}${writeFilters({ weight: String(weight) })}`,
    send: async () => undefined,
  });
}

/** Buy the label of a parcel with the chosen units. */
export async function buyLabel(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  const fields = [...form.keys()].filter((name) => name.startsWith(QUANTITY));
  const lines = fields
    .map((name) => ({ line_id: name.slice(QUANTITY.length), quantity: units(form, name) }))
    .filter(({ quantity }) => quantity > 0);
  if (!lines.length) return notSent(t("choose_units"), typed(form, ...fields, "service", "key"));
  return change({
    form,
    fields: [...fields, "service"],
    moveOn: afterwards(form, "label_bought"),
    explain,
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/labels", {
        params: { path: { vendor_order_id: text(form, "order") }, header: { "Idempotency-Key": key } },
        body: { lines, ...wishOf(form) },
      }),
  });
}

/** The label's parcel is on its way. */
export async function shipLabel(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: afterwards(form, "parcel_sent"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/labels/{label_id}/ship", { params: labelOf(form, key) }),
  });
}

/** Give a label back. The form asks first: nobody may have stuck it on a parcel. */
export async function voidLabel(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  return change({
    form,
    moveOn: afterwards(form, "label_voided"),
    question: { text: t("void_question"), about: text(form, "label") },
    explain,
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/labels/{label_id}/void", { params: labelOf(form, key) }),
  });
}

/** Buy the label by which a return comes back. */
export async function buyReturnLabel(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    fields: ["service"],
    moveOn: `/returns/${text(form, "return")}?done=labelled`,
    explain,
    send: (api, key) =>
      api.POST("/api/v1/vendor/returns/{return_id}/carrier-label", {
        params: { path: { return_id: text(form, "return") }, header: { "Idempotency-Key": key } },
        body: wishOf(form),
      }),
  });
}

export async function voidReturnLabel(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("labels");
  return change({
    form,
    done: t("return_voided"),
    question: { text: t("void_return_question"), about: text(form, "return") },
    explain,
    send: (api, key) =>
      api.POST("/api/v1/vendor/returns/{return_id}/carrier-label/void", {
        params: { path: { return_id: text(form, "return") }, header: { "Idempotency-Key": key } },
      }),
  });
}

const QUANTITY = "quantity.";

async function explain(refusal: Refused): Promise<string | undefined> {
  return refusalOf(refusal);
}

function wishOf(form: FormData) {
  return { service: text(form, "service"), weight_g: weightIn(text(form, "weight")) };
}

function labelOf(form: FormData, key: string) {
  return {
    path: { vendor_order_id: text(form, "order"), label_id: text(form, "label") },
    header: { "Idempotency-Key": key },
  };
}

function afterwards(form: FormData, done: string): string {
  return `/orders/${text(form, "order")}?done=${done}`;
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
