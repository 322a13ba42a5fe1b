"use server";

import type { Refused } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { planFrom } from "./commission";
import type { VendorDone } from "./done";
import { obstacles } from "./not-settled";
import { PREVIEW } from "./plan-preview";
import { getVendor } from "./reads";
import { tryPlan } from "./try-plan";

export async function approveVendor(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    fields: ["reason"],
    moveOn: done(form, "approved"),
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/approve", {
        ...keyed(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

export async function suspendVendor(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  return changeWithReason({
    form,
    question: t("suspend_question", { name: await nameOf(form) }),
    moveOn: done(form, "suspended"),
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/suspend", {
        ...keyed(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

export async function reinstateVendor(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  return changeWithReason({
    form,
    question: t("reinstate_question", { name: await nameOf(form) }),
    moveOn: done(form, "reinstated"),
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/reinstate", {
        ...keyed(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

/** End a vendor for good, or refuse an applicant if it is one still. A refusal of the API says what is open. */
export async function closeVendor(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  return changeWithReason({
    form,
    question: t("close_question", { name: await nameOf(form) }),
    moveOn: done(form, "closed"),
    explain: whatIsOpen,
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/close", {
        ...keyed(form, key),
        body: { reason: text(form, "reason"), ...(text(form, "refused") && { from_state: "pending" as const }) },
      }),
  });
}

/** Set what the vendor's sales cost from now on, as the next version of the plan that the person saw. */
export async function setCommissionPlan(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  const { region } = await currentSite();
  const { terms, fields, wrong } = planFrom(
    form,
    region.currencies.map(({ code }) => code),
  );
  if (wrong.length) return wrongFields(t("check_plan"), wrong, t("no_number"), typed(form, ...fields, "reason", "key"));
  const vendorId = text(form, "vendor");
  if (text(form, "intent") === PREVIEW) return tryPlan(form, vendorId, terms, fields);
  const body = { ...terms, reason: text(form, "reason") };
  return changeWithReason({
    form,
    question: t("plan_question"),
    about: fields,
    moveOn: done(form, "plan_set"),
    isShownBeside: true,
    explain: async ({ status }) => (status === 412 ? t("plan_stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/admin/vendors/{vendor_id}/commission-plan", {
        params: { path: { vendor_id: vendorId }, header: { "If-Match": text(form, "etag") } },
        body,
      }),
  });
}

/** Ask VIES about the vendor's VAT number now. */
export async function checkVatNumber(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: done(form, "vat_checked"),
    send: (api, key) => api.POST("/api/v1/admin/vendors/{vendor_id}/vat-number-checks", keyed(form, key)),
  });
}

/** Let one of the vendor's people log in by the password alone, who has lost the second factor. */
export async function removeSecondFactor(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  const vendor_id = text(form, "vendor");
  const person_id = text(form, "person");
  const { members } = await getVendor(vendor_id);
  return changeWithReason({
    form,
    question: t("factor_question", { name: members.find(({ id }) => id === person_id)?.name ?? "" }),
    about: ["person"],
    moveOn: done(form, "factor_removed"),
    send: (api, key) =>
      api.POST("/api/v1/admin/vendors/{vendor_id}/members/{person_id}/remove-second-factor", {
        params: { path: { vendor_id, person_id }, header: { "Idempotency-Key": key } },
        body: { reason: text(form, "reason") },
      }),
  });
}

/** Accept a paper of the version that the person saw. */
export async function acceptDocument(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: done(form, "document_accepted"),
    explain: staleDocument,
    send: (api) =>
      api.PUT("/api/v1/admin/vendors/{vendor_id}/documents/{document_id}/review", {
        ...reviewed(form),
        body: { state: "accepted", reason: "" },
      }),
  });
}

/** Refuse a paper; the vendor reads why. */
export async function refuseDocument(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("vendors");
  return changeWithReason({
    form,
    question: t("refuse_document_question"),
    moveOn: done(form, "document_refused"),
    explain: staleDocument,
    send: (api) =>
      api.PUT("/api/v1/admin/vendors/{vendor_id}/documents/{document_id}/review", {
        ...reviewed(form),
        body: { state: "refused", reason: text(form, "reason") },
      }),
  });
}

async function staleDocument({ status }: Refused): Promise<string | undefined> {
  return status === 412 ? (await getTranslations("vendors"))("document_stale") : undefined;
}

function reviewed(form: FormData) {
  const path = { vendor_id: text(form, "vendor"), document_id: text(form, "document") };
  return { params: { path, header: { "If-Match": `"${text(form, "version")}"` } } };
}

async function whatIsOpen(refusal: Refused): Promise<string | undefined> {
  if (refusal.code !== "vendor_not_settled") return undefined;
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const open = obstacles(refusal.problem, {
    orders: (count) => t("open_orders", { count }),
    payouts: (count) => t("open_payouts", { count }),
    holds: (count) => t("open_holds", { count }),
    money: (amount) => t("open_balance", { amount: formatMoney(amount, locale.tag) }),
  });
  return t("not_settled", { open: new Intl.ListFormat(locale.tag).format(open) });
}

function keyed(form: FormData, key: string) {
  return { params: { path: { vendor_id: text(form, "vendor") }, header: { "Idempotency-Key": key } } };
}

async function nameOf(form: FormData): Promise<string> {
  return (await getVendor(text(form, "vendor"))).vendor.name;
}

function done(form: FormData, what: VendorDone): string {
  return afterwards(form, `/vendors/${text(form, "vendor")}`, what);
}
