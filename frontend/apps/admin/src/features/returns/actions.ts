"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { approve, inspect, receive, refuse } from "@globalmarket/web/returns/changes";

export async function approveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return approve("admin", form);
}

export async function refuseReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return refuse("admin", form);
}

export async function receiveReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return receive("admin", form);
}

export async function inspectReturn(_before: FormState | null, form: FormData): Promise<FormState> {
  return inspect("admin", form);
}
