"use server";

import {
  confirmAddress,
  logInAs,
  logInWithCode,
  logOutHere,
  mailConfirmationTo,
  mailPasswordReset,
  saveNewPassword,
} from "@globalmarket/web/auth/sessions";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { ownPath } from "@globalmarket/web/server/own-path";
import { currentSite } from "@globalmarket/web/server/site";
import { redirect } from "next/navigation";

export async function logIn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const problem = await logInAs("vendor", form);
  if (problem) return problem;
  redirect(ownPath(typed(form, "next").next, `/${locale.tag}`));
}

export async function enterCode(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const problem = await logInWithCode(form);
  if (problem) return problem;
  redirect(ownPath(typed(form, "next").next, `/${locale.tag}`));
}

export async function logOut(): Promise<void> {
  const { locale } = await currentSite();
  await logOutHere();
  redirect(`/${locale.tag}/login?done=logged_out`);
}

export async function confirmEmail(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const problem = await confirmAddress(form);
  if (problem) return problem;
  redirect(`/${locale.tag}/login?done=confirmed`);
}

export async function mailConfirmation(_before: FormState | null, form: FormData): Promise<FormState> {
  return mailConfirmationTo("vendor", form);
}

export async function askPasswordReset(_before: FormState | null, form: FormData): Promise<FormState> {
  return mailPasswordReset("vendor", form);
}

export async function choosePassword(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const problem = await saveNewPassword(form);
  if (problem) return problem;
  redirect(`/${locale.tag}/login?done=reset`);
}
