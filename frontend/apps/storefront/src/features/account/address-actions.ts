"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { redirect } from "next/navigation";
import type { Values } from "@/features/address/read-address";
import { readAddress } from "@/features/address/read-address";
import { currentShop, privateApi } from "@/server/shop";

/** Put an address into the book, or with an `id` change it; another country's fields are shown where there are no scripts. */
export async function saveAddress(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const values = typedValues(form);
  if (form.has("other_country"))
    return { kind: "success", message: "", errors: {}, values, attempt: crypto.randomUUID() };
  const { id = "", etag = "", key = "", label = "" } = values;
  const address = readAddress(form, "address");
  try {
    const api = await privateApi();
    if (id) {
      const params = { path: { address_id: id }, header: { "If-Match": etag } };
      await api.PATCH("/api/v1/me/addresses/{address_id}", { params, body: { label, address, ...newDefaults(form) } });
    } else {
      const body = { label, address, is_default_shipping: false, is_default_billing: false, ...newDefaults(form) };
      await api.POST("/api/v1/me/addresses", { params: { header: { "Idempotency-Key": key } }, body });
    }
  } catch (error) {
    // After an answer the next try may send something else, and a key belongs to what was sent with it.
    return refused(error, isDecided(error) ? { ...values, key: crypto.randomUUID() } : values);
  }
  redirect(`/${locale.tag}/account/addresses?done=saved`);
}

export async function removeAddress(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const { id = "" } = typed(form, "id");
  try {
    const api = await privateApi();
    await api.DELETE("/api/v1/me/addresses/{address_id}", { params: { path: { address_id: id } } });
  } catch (error) {
    const isGone = error instanceof Refused && error.status === 404;
    if (!isGone) return refused(error, { id });
  }
  redirect(`/${locale.tag}/account/addresses?done=removed`);
}

/** What is a default already stays it until another address becomes it, so nothing is ever taken off. */
function newDefaults(form: FormData): Partial<Record<"is_default_shipping" | "is_default_billing", true>> {
  return {
    ...(form.has("is_default_shipping") ? { is_default_shipping: true } : {}),
    ...(form.has("is_default_billing") ? { is_default_billing: true } : {}),
  };
}

function typedValues(form: FormData): Values {
  const texts = [...form].filter(([name, value]) => typeof value === "string" && !name.startsWith("$"));
  return Object.fromEntries(texts) as Values;
}
