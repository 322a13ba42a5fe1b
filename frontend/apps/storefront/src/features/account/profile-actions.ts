"use server";

import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { getTranslations } from "next-intl/server";
import { privateApi } from "@/server/shop";

export async function saveProfile(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("account");
  const values = typed(form, "name", "phone", "language", "etag");
  const { name = "", phone = "", language = "", etag = "" } = values;
  try {
    const api = await privateApi();
    const params = { header: { "If-Match": etag } };
    const { data } = await api.PATCH("/api/v1/me", { params, body: { name, phone, language } });
    return succeeded(t("profile_saved"), { ...values, ...(data && profileValues(data)) });
  } catch (error) {
    return refused(error, values);
  }
}

export async function changePassword(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("account");
  const body = {
    current_password: String(form.get("current_password") ?? ""),
    new_password: String(form.get("new_password") ?? ""),
  };
  try {
    await (await privateApi()).POST("/api/v1/me/password", { body });
    return succeeded(t("password_saved"));
  } catch (error) {
    return refused(error, {});
  }
}

function profileValues({
  name,
  phone,
  language,
  etag,
}: {
  name: string;
  phone: string;
  language: string;
  etag: string;
}) {
  return { name, phone, language, etag };
}
