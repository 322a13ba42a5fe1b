"use server";

import { formatMoney } from "@globalmarket/money";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { vendorNames } from "@/features/vendor-names/reads";
import type { AdjustmentDone } from "./filters";
import { proposalOf } from "./proposal";
import { getAdjustment } from "./reads";

const FIELDS = ["what", "amount", "currency", "reference"];

/** Propose a booking on a vendor's account. Nothing is booked before another person approves it. */
export async function propose(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("adjustments");
  const { locale } = await currentSite();
  const vendor_id = text(form, "vendor");
  const proposal = proposalOf(text(form, "what"), text(form, "amount"), text(form, "currency"));
  if (!proposal) {
    const forms = await getTranslations("forms");
    return wrongFields(forms("check_fields"), ["amount"], t("no_amount"), typed(form, ...FIELDS, "reason", "key"));
  }
  const { kind, amount } = proposal;
  const words = {
    amount: formatMoney({ ...amount, minor: Math.abs(amount.minor) }, locale.tag),
    vendor: (await vendorNames([vendor_id])).get(vendor_id) ?? vendor_id,
  };
  const reference = text(form, "reference");
  let id = "";
  return changeWithReason({
    form,
    question: `${t(`consequences.${text(form, "what")}`, words)} ${t("second_person")}`,
    about: FIELDS,
    renamed: { "amount.minor": "amount", "amount.currency": "currency", kind: "what" },
    moveOn: () => `/adjustments/${id}${writeFilters({ done: "proposed" satisfies AdjustmentDone })}`,
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/admin/adjustments", {
        params: { header: { "Idempotency-Key": key } },
        body: { vendor_id, kind, amount, reason: text(form, "reason"), ...(reference ? { reference } : {}) },
      });
      id = answer.data?.id ?? "";
    },
  });
}

export async function approveAdjustment(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("adjustments");
  const { locale } = await currentSite();
  const { amount, vendor_id } = await getAdjustment(text(form, "adjustment"));
  const vendor = (await vendorNames([vendor_id])).get(vendor_id) ?? vendor_id;
  return changeWithReason({
    form,
    question: t("approve_question", { amount: formatMoney(amount, locale.tag), vendor }),
    moveOn: done(form, "approved"),
    send: (api, key) => api.POST("/api/v1/admin/adjustments/{adjustment_id}/approve", decision(form, key)),
  });
}

export async function rejectAdjustment(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("adjustments");
  return changeWithReason({
    form,
    question: t("reject_question"),
    moveOn: done(form, "rejected"),
    send: (api, key) => api.POST("/api/v1/admin/adjustments/{adjustment_id}/reject", decision(form, key)),
  });
}

function decision(form: FormData, key: string) {
  const params = { path: { adjustment_id: text(form, "adjustment") }, header: { "Idempotency-Key": key } };
  return { params, body: { reason: text(form, "reason") } };
}

function done(form: FormData, what: AdjustmentDone): string {
  return afterwards(form, `/adjustments/${text(form, "adjustment")}`, what);
}
