"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { approve, inspect, label, receive, refuse } from "@globalmarket/web/returns/changes";
import { getTranslations } from "next-intl/server";

export async function approveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return approve("admin", form);
}

export async function labelReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return label("admin", form);
}

export async function refuseReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return refuse("admin", form);
}

export async function receiveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return receive("admin", form);
}

export async function inspectReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("forms");
  return inspect("admin", form, t("say_why"));
}
