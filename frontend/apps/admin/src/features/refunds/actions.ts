"use server";

import { formatMoney } from "@globalmarket/money";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { getRefund } from "./reads";

/** Ask the provider once more. The answer is a new refund, whose page is shown. */
export async function retryRefund(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("refunds");
  let next = text(form, "refund");
  return changeWithReason({
    form,
    question: t("retry_question", { amount: await amountOf(form) }),
    moveOn: () => afterwards(form, `/refunds/${next}`, "retried"),
    send: async (api, key) => {
      const { data } = await api.POST("/api/v1/admin/refunds/{refund_id}/retry", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      });
      next = data?.id ?? next;
    },
  });
}

/** Note that the customer got the money outside the provider. */
export async function settleRefund(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("refunds");
  return changeWithReason({
    form,
    question: t("settle_question", { amount: await amountOf(form) }),
    fields: ["reference"],
    moveOn: afterwards(form, `/refunds/${text(form, "refund")}`, "settled"),
    send: (api, key) =>
      api.POST("/api/v1/admin/refunds/{refund_id}/settle", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason"), reference: text(form, "reference") },
      }),
  });
}

async function amountOf(form: FormData): Promise<string> {
  const { locale } = await currentSite();
  const { amount } = await getRefund(text(form, "refund"));
  return formatMoney(amount, locale.tag);
}

function paramsOf(form: FormData, key: string) {
  return { path: { refund_id: text(form, "refund") }, header: { "Idempotency-Key": key } };
}
