"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { approve, inspect, label, receive, refuse } from "@globalmarket/web/returns/changes";

export async function approveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return approve("vendor", form);
}

export async function labelReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return label("vendor", form);
}

export async function refuseReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return refuse("vendor", form);
}

export async function receiveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return receive("vendor", form);
}

export async function inspectReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return inspect("vendor", form);
}
