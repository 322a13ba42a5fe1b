"use server";

import { type FormState, succeeded } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { getTranslations } from "next-intl/server";
import { privateApi } from "@/server/shop";

/** Take consent to news by mail back, by the token of a mail's link: nobody has to log in for that. */
export async function unsubscribe(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("account");
  const token = String(form.get("token") ?? "");
  try {
    await (await privateApi()).POST("/api/v1/store/unsubscriptions", { body: { token } });
  } catch (error) {
    return refused(error, { token });
  }
  return succeeded(t("unsubscribe.done"));
}
