"use server";

import type { PayoutRunDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { PayoutDone } from "./done";
import { getPayout, getRun } from "./reads";
import { type Payouts, toApprove, toCancel, toPay } from "./run-amounts";

/** Compute what could be paid now. It binds nothing, so it asks nothing. */
export async function previewRun(_before: FormState | null, form: FormData): Promise<FormState> {
  let id = "";
  return change({
    form,
    fields: ["currency"],
    moveOn: () => `/payouts/runs/${id}${writeFilters({ done: "previewed" satisfies PayoutDone })}`,
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/admin/payout-runs", {
        params: { header: { "Idempotency-Key": key } },
        body: { currency: text(form, "currency") },
      });
      id = answer.data?.id ?? "";
    },
  });
}

export async function approveRun(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("approve_question", await runAmounts(form, toApprove)),
    moveOn: runDone(form, "run_approved"),
    send: (api, key) => api.POST("/api/v1/admin/payout-runs/{run_id}/approve", ofRun(form, key)),
  });
}

export async function payRun(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("pay_question", await runAmounts(form, toPay)),
    moveOn: runDone(form, "run_paid"),
    send: (api, key) => api.POST("/api/v1/admin/payout-runs/{run_id}/pay", ofRun(form, key)),
  });
}

export async function cancelRun(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("cancel_run_question", await runAmounts(form, toCancel)),
    moveOn: runDone(form, "run_canceled"),
    send: (api, key) => api.POST("/api/v1/admin/payout-runs/{run_id}/cancel", ofRun(form, key)),
  });
}

export async function markPaid(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("paid_question", await payoutAmount(form)),
    about: ["bank_reference"],
    moveOn: payoutDone(form, "paid"),
    send: (api, key) => {
      const { params, body } = ofPayout(form, key);
      const bank_reference = text(form, "bank_reference");
      return api.POST("/api/v1/admin/payouts/{payout_id}/mark-paid", {
        params,
        body: { ...body, ...attempt(form), ...(bank_reference ? { bank_reference } : {}) },
      });
    },
  });
}

export async function markFailed(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("failed_question", await payoutAmount(form)),
    moveOn: payoutDone(form, "failed"),
    send: (api, key) => {
      const { params, body } = ofPayout(form, key);
      return api.POST("/api/v1/admin/payouts/{payout_id}/mark-failed", { params, body: { ...body, ...attempt(form) } });
    },
  });
}

export async function markReturned(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("returned_question", await payoutAmount(form)),
    moveOn: payoutDone(form, "returned"),
    send: (api, key) => {
      const { params, body } = ofPayout(form, key);
      return api.POST("/api/v1/admin/payouts/{payout_id}/mark-returned", {
        params,
        body: { ...body, ...attempt(form) },
      });
    },
  });
}

export async function retryPayout(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("retry_question", await payoutAmount(form)),
    moveOn: payoutDone(form, "retried"),
    send: (api, key) => api.POST("/api/v1/admin/payouts/{payout_id}/retry", ofPayout(form, key)),
  });
}

export async function cancelPayout(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return changeWithReason({
    form,
    question: t("cancel_question", await payoutAmount(form)),
    moveOn: payoutDone(form, "canceled"),
    send: (api, key) => api.POST("/api/v1/admin/payouts/{payout_id}/cancel", ofPayout(form, key)),
  });
}

const ACCOUNT_FIELDS = ["holder", "account", "bic", "bank_name"] as const;

/** Set the account that payouts of a currency are paid from, in place of the one that the person saw. */
export async function setBankAccount(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  const { holder = "", account = "", bic = "", bank_name = "" } = typed(form, ...ACCOUNT_FIELDS);
  const missing = ["holder", "account"].filter((name) => !text(form, name));
  const currency = text(form, "currency");
  if (missing.length) {
    const forms = await getTranslations("forms");
    return wrongFields(forms("check_fields"), missing, t("account_needed"), typed(form, ...ACCOUNT_FIELDS));
  }
  return change({
    form,
    fields: [...ACCOUNT_FIELDS],
    question: { text: t("account_question", { account, currency }), about: `${currency}|${account}` },
    isShownBeside: true,
    explain: async ({ status }) => (status === 412 ? t("account_stale") : undefined),
    moveOn: `/payouts/bank-account${writeFilters({ done: "account_set" satisfies PayoutDone })}`,
    send: (api) =>
      api.PUT("/api/v1/admin/bank-account", {
        params: { header: { "If-Match": text(form, "etag") } },
        body: {
          currency,
          holder: holder.trim(),
          account: account.trim(),
          bic: bic.trim(),
          bank_name: bank_name.trim(),
        },
      }),
  });
}

/** For the questions about a run: how many payouts it would touch, and what they add up to. */
async function runAmounts(form: FormData, of: (run: PayoutRunDetail) => Payouts) {
  const { locale } = await currentSite();
  const { count, total } = of(await getRun(text(form, "run")));
  return { count, amount: formatMoney(total, locale.tag) };
}

async function payoutAmount(form: FormData) {
  const { locale } = await currentSite();
  const { amount, masked_account: account } = await getPayout(text(form, "payout"));
  return { amount: formatMoney(amount, locale.tag), account };
}

function ofRun(form: FormData, key: string) {
  const params = { path: { run_id: text(form, "run") }, header: { "Idempotency-Key": key } };
  return { params, body: { reason: text(form, "reason") } };
}

function ofPayout(form: FormData, key: string) {
  const params = { path: { payout_id: text(form, "payout") }, header: { "Idempotency-Key": key } };
  return { params, body: { reason: text(form, "reason") } };
}

/** The attempt that the person saw: word of the bank about an earlier one is refused. */
function attempt(form: FormData) {
  return { attempt: Number(text(form, "attempt")) };
}

function runDone(form: FormData, what: PayoutDone): string {
  return afterwards(form, `/payouts/runs/${text(form, "run")}`, what);
}

function payoutDone(form: FormData, what: PayoutDone): string {
  return afterwards(form, `/payouts/all/${text(form, "payout")}`, what);
}
