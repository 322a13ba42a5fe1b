"use server";

import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { endSession } from "@globalmarket/web/server/session-cookie";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { forgetOpened } from "@/features/assistant/conversation-cookie";
import { forgetCart } from "@/features/cart/cart-cookie";
import { currentShop, privateApi } from "@/server/shop";

/** Agree to mails about offers, or take it back; the record names the text that was shown. */
export async function saveMarketing(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const isGranted = form.has("marketing");
  const values = { marketing: isGranted ? "on" : "" };
  const body = {
    purpose: "marketing",
    is_granted: isGranted,
    text: t("marketing"),
    language: locale.language,
    source: "account",
  } as const;
  try {
    const api = await privateApi();
    await api.POST("/api/v1/me/consents", { params: { header: { "Idempotency-Key": crypto.randomUUID() } }, body });
    return succeeded(isGranted ? t("marketing_on") : t("marketing_off"), values);
  } catch (error) {
    return refused(error, values);
  }
}

export async function askForCopy(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("account");
  const { key = "" } = typed(form, "key");
  try {
    await (await privateApi()).POST("/api/v1/me/exports", { params: { header: { "Idempotency-Key": key } } });
    return succeeded(t("copy_asked"), { key: crypto.randomUUID() });
  } catch (error) {
    return refused(error, { key: isDecided(error) ? crypto.randomUUID() : key });
  }
}

/** Delete the account; the session is over then. */
export async function deleteAccount(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  try {
    const body = { password: String(form.get("password") ?? "") };
    await (await privateApi()).POST("/api/v1/me/deletion", { params: { query: { lang: locale.language } }, body });
  } catch (error) {
    return refused(error, {});
  }
  await endSession();
  await forgetCart();
  await forgetOpened();
  redirect(`/${locale.tag}/login?done=deleted`);
}
