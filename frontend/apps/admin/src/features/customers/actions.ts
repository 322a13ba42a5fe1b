"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { CustomerDone } from "./done";

/** Let the customer neither log in nor order. */
export async function blockCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("block_question"),
    moveOn: done(form, "blocked"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/block", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

export async function unblockCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("unblock_question"),
    moveOn: done(form, "unblocked"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/unblock", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

/** A link by which the reader sees the shop as the customer does: it stands in the form's answer, since it works once. */
export async function offerSupportView(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  let href = "";
  const state = await changeWithReason({
    form,
    question: t("support_view.question"),
    done: t("support_view.ready"),
    send: async (api) => {
      const { data } = await api.POST("/api/v1/admin/customers/{customer_id}/support-views", {
        params: { path: { customer_id: text(form, "customer") } },
        body: { reason: text(form, "reason") },
      });
      href = data?.url ?? "";
    },
  });
  return href ? { ...state, wayOut: { href, text: t("support_view.open") } } : state;
}

/** Have a copy made of all that is stored about the customer. */
export async function askForCopy(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("privacy.copy_question"),
    moveOn: done(form, "copy_asked"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/exports", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

/** An address that downloads a copy once: it stands in the form's answer. */
export async function linkToCopy(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  let href = "";
  const state = await changeWithReason({
    form,
    question: t("privacy.link_question"),
    done: t("privacy.link_ready"),
    send: async (api) => {
      const { data } = await api.POST("/api/v1/admin/customers/{customer_id}/exports/{export_id}/links", {
        params: { path: { customer_id: text(form, "customer"), export_id: text(form, "copy") } },
        body: { reason: text(form, "reason") },
      });
      href = data?.url ?? "";
    },
  });
  return href ? { ...state, wayOut: { href, text: t("privacy.download") } } : state;
}

/** Delete the customer's account for good. */
export async function eraseCustomer(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("customers");
  return changeWithReason({
    form,
    question: t("privacy.erase_question"),
    moveOn: done(form, "erased"),
    send: (api, key) =>
      api.POST("/api/v1/admin/customers/{customer_id}/erasure", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

function paramsOf(form: FormData, key: string) {
  return { path: { customer_id: text(form, "customer") }, header: { "Idempotency-Key": key } };
}

function done(form: FormData, what: CustomerDone): string {
  return afterwards(form, `/customers/${text(form, "customer")}`, what);
}
