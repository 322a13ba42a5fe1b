"use server";

import type { IssueView } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { typedAmount } from "@/features/money/typed-amount";
import { CREDIT_KINDS, type CreditDone } from "./filters";
import { getCredit, getIssue } from "./reads";

const FIELDS = ["kind", "amount", "currency", "customer_id", "expires_at"];

/** Give a gift card or store credit. The code of a gift card is in this answer alone, so the form stays and shows it. */
export async function issueCredit(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("credits");
  const { locale } = await currentSite();
  const amount = typedAmount(text(form, "amount"), text(form, "currency"));
  const kind = CREDIT_KINDS.find((one) => one === text(form, "kind")) ?? "gift_card";
  const customer_id = text(form, "customer_id");
  const expires_at = text(form, "expires_at");
  const wrong = [...(amount ? [] : ["amount"]), ...(kind === "store_credit" && !customer_id ? ["customer_id"] : [])];
  if (!amount || wrong.length) {
    const forms = await getTranslations("forms");
    const all = typed(form, ...FIELDS, "reason", "key");
    const state = wrongFields(forms("check_fields"), wrong, t("no_amount"), all);
    return { ...state, errors: { ...state.errors, ...(wrong.includes("customer_id") && { customer_id: t("whose") }) } };
  }
  let issued: IssueView | undefined;
  const words = { amount: formatMoney(amount, locale.tag) };
  return changeWithReason({
    form,
    question: t(`issue_question.${kind}`, words),
    about: FIELDS,
    renamed: { "amount.minor": "amount", "amount.currency": "currency" },
    done: () => outcome(issued, t),
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/admin/credit-issues", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          kind,
          amount,
          reason: text(form, "reason"),
          ...(kind === "store_credit" ? { customer_id } : {}),
          ...(expires_at ? { expires_at } : {}),
        },
      });
      issued = answer.data;
    },
  });
}

/** Issue what another person proposed. The code of a gift card is in this answer alone. */
export async function approveIssue(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("credits");
  const { locale } = await currentSite();
  const { amount, kind } = await getIssue(text(form, "issue"));
  let issued: IssueView | undefined;
  return changeWithReason({
    form,
    question: t(`issue_question.${kind === "gift_card" ? kind : "store_credit"}`, {
      amount: formatMoney(amount, locale.tag),
    }),
    done: () => outcome(issued, t),
    send: async (api, key) => {
      issued = (await api.POST("/api/v1/admin/credit-issues/{issue_id}/approve", ofIssue(form, key))).data;
    },
  });
}

export async function rejectIssue(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("credits");
  return changeWithReason({
    form,
    question: t("reject_question"),
    done: t("rejected"),
    send: (api, key) => api.POST("/api/v1/admin/credit-issues/{issue_id}/reject", ofIssue(form, key)),
  });
}

export async function blockCredit(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("credits");
  return changeWithReason({
    form,
    question: t("block_question", await balanceOf(form)),
    moveOn: creditDone(form, "blocked"),
    send: (api, key) => api.POST("/api/v1/admin/credits/{credit_id}/block", ofCredit(form, key)),
  });
}

export async function unblockCredit(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("credits");
  return changeWithReason({
    form,
    question: t("unblock_question", await balanceOf(form)),
    moveOn: creditDone(form, "unblocked"),
    send: (api, key) => api.POST("/api/v1/admin/credits/{credit_id}/unblock", ofCredit(form, key)),
  });
}

/** What became of an issue, with a gift card's code. */
function outcome(issued: IssueView | undefined, t: Awaited<ReturnType<typeof getTranslations<"credits">>>): string {
  if (issued?.state === "proposed") return t("waits");
  return issued?.code ? t("issued_code", { code: issued.code }) : t("issued");
}

async function balanceOf(form: FormData) {
  const { locale } = await currentSite();
  return { amount: formatMoney((await getCredit(text(form, "credit"))).balance, locale.tag) };
}

function ofIssue(form: FormData, key: string) {
  const params = { path: { issue_id: text(form, "issue") }, header: { "Idempotency-Key": key } };
  return { params, body: { reason: text(form, "reason") } };
}

function ofCredit(form: FormData, key: string) {
  const params = { path: { credit_id: text(form, "credit") }, header: { "Idempotency-Key": key } };
  return { params, body: { reason: text(form, "reason") } };
}

function creditDone(form: FormData, what: CreditDone): string {
  return afterwards(form, `/credits/${text(form, "credit")}`, what);
}
