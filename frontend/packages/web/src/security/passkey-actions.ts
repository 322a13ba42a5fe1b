"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { change } from "../forms/change";
import { type FormState, succeeded, typed, wrongFields } from "../forms/form-state";
import { prove } from "../forms/proof";
import { refused } from "../forms/refused";
import { privateApi } from "../server/site";
import type { AddingPasskey } from "./set-up";

/** Add a passkey by the form's `name`: first what the browser makes it by, then, with the form's `credential`, the passkey itself. */
export async function addPasskey(_before: AddingPasskey | null, form: FormData): Promise<AddingPasskey> {
  const t = await getTranslations("security");
  const { name = "", challenge = "", credential = "" } = typed(form, "name", "challenge", "credential");
  const values = { name };
  if (!name.trim()) return wrongFields(t("passkeys.check_name"), ["name"], t("passkeys.check_name"), values);
  const problem = await prove(form, values);
  if (problem) return problem;
  try {
    const api = await privateApi();
    if (!credential) {
      const { data } = await api.POST("/api/v1/me/passkeys/options");
      if (!data) throw new Error("the API answered without a body");
      return { ...succeeded("", values), creation: data };
    }
    await api.POST("/api/v1/me/passkeys", { body: { name, challenge, credential } });
  } catch (error) {
    return refused(error, values);
  }
  refresh();
  return succeeded(t("passkeys.added_done"));
}

/** Take no answer of the form's `passkey` any more. The form asks first. */
export async function removePasskey(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("security");
  const { passkey: id = "", name = "" } = typed(form, "passkey", "name");
  return change({
    form,
    done: t("passkeys.removed_done"),
    question: { text: t("passkeys.remove_question", { name }), about: id },
    send: (api) => api.DELETE("/api/v1/me/passkeys/{passkey_id}", { params: { path: { passkey_id: id } } }),
  });
}
