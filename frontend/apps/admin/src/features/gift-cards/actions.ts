"use server";

import { formatMoney } from "@globalmarket/money";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { PurchaseDone } from "./filters";
import { getPurchase } from "./reads";

/** Mail the card once more, also to another address. */
export async function resendGiftCard(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("gift-cards");
  const { recipient_email } = await getPurchase(text(form, "purchase"));
  const email = text(form, "email");
  return changeWithReason({
    form,
    question: t("resend_question", { email: email || recipient_email }),
    about: ["email"],
    moveOn: purchaseDone(form, "resent"),
    send: (api, key) =>
      api.POST("/api/v1/admin/gift-card-purchases/{purchase_id}/resend", {
        ...ofPurchase(form, key),
        body: { reason: text(form, "reason"), ...(email ? { email } : {}) },
      }),
  });
}

export async function refundGiftCard(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("gift-cards");
  const { locale } = await currentSite();
  const { amount } = await getPurchase(text(form, "purchase"));
  return changeWithReason({
    form,
    question: t("refund_question", { amount: formatMoney(amount, locale.tag) }),
    moveOn: purchaseDone(form, "refunded"),
    send: (api, key) =>
      api.POST("/api/v1/admin/gift-card-purchases/{purchase_id}/refund", {
        ...ofPurchase(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

function ofPurchase(form: FormData, key: string) {
  return { params: { path: { purchase_id: text(form, "purchase") }, header: { "Idempotency-Key": key } } };
}

function purchaseDone(form: FormData, what: PurchaseDone): string {
  return afterwards(form, `/credits/purchases/${text(form, "purchase")}`, what);
}
