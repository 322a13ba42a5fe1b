"use server";

import type { AddMethodKind, Name } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { typedMethod } from "./typed";

const FIELDS = ["name", "country", "currency", "from", "to", "fee", "percent", "position", "is_active"];
const RENAMED = {
  amount_from_minor: "from",
  amount_to_minor: "to",
  fee_fixed_minor: "fee",
  fee_bp: "percent",
};

/** A row more of what customers can pay by. */
export async function addMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payment-methods");
  const fields = [...FIELDS, "code", "provider", "kind"];
  const { method, wrong } = typedMethod(form, await currencyOf(form));
  if (wrong.length) return wrongFields(t("check_fields"), wrong, t("no_number"), typed(form, ...fields, "key"));
  return change({
    form,
    fields,
    renamed: RENAMED,
    moveOn: "/payment-methods?done=added",
    send: (api, key) =>
      api.POST("/api/v1/admin/payment-methods", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          ...method,
          ...placeIn(form),
          code: text(form, "code"),
          provider: text(form, "provider"),
          kind: text(form, "kind") as AddMethodKind,
        },
      }),
  });
}

/** Change a row; its code and provider stay, since payments name them. */
export async function saveMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payment-methods");
  const { method, wrong } = typedMethod(form, await currencyOf(form));
  if (wrong.length) return wrongFields(t("check_fields"), wrong, t("no_number"), typed(form, ...FIELDS, "key"));
  return change({
    form,
    fields: FIELDS,
    renamed: RENAMED,
    moveOn: "/payment-methods?done=saved",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/payment-methods/{payment_method_id}", {
        params: { path: { payment_method_id: text(form, "method") }, header: { "If-Match": text(form, "etag") } },
        body: { ...method, ...placeIn(form) },
      }),
  });
}

function placeIn(form: FormData) {
  return {
    name: text(form, "name") as Name,
    country: text(form, "country"),
    currency: text(form, "currency"),
    is_active: text(form, "is_active") === "on",
  };
}

async function currencyOf(form: FormData): Promise<string> {
  return text(form, "currency") || (await currentSite()).region.default_currency;
}
