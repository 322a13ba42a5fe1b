"use server";

import type { NewApiKey } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, succeeded, typed, unsent } from "@globalmarket/web/forms/form-state";
import { prove } from "@globalmarket/web/forms/proof";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { KEY_ROLES } from "./roles";

/** Make a key. Its secret is in this answer alone: `values.secret`. */
export async function createKey(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const roles = KEY_ROLES.filter((role) => form.get(`role.${role}`) === "on");
  const values = typed(form, "name", "key", ...KEY_ROLES.map((role) => `role.${role}`));
  if (!roles.length) return unsent(t("keys.choose_role"), values);
  const unproved = await prove(form, values);
  if (unproved) return unproved;
  try {
    const { data } = await (await privateApi()).POST("/api/v1/vendor/api-keys", {
      params: { header: { "Idempotency-Key": values.key || crypto.randomUUID() } },
      body: { name: values.name ?? "", roles: [...roles] },
    });
    refresh();
    return succeeded(t("keys.made"), { key: crypto.randomUUID(), secret: (data as NewApiKey).secret });
  } catch (error) {
    return refused(error, isDecided(error) ? { ...values, key: crypto.randomUUID() } : values);
  }
}

/** Refuse a key from now on. The form asks first: what uses the key stops working. */
export async function revokeKey(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const id = String(form.get("id") ?? "");
  return change({
    form,
    done: t("keys.revoked"),
    question: { text: t("keys.question", { name: String(form.get("name") ?? "") }), about: id },
    send: (api) => api.DELETE("/api/v1/vendor/api-keys/{key_id}", { params: { path: { key_id: id } } }),
  });
}
