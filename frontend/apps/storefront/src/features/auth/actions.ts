"use server";

import {
  confirmAddress,
  logInAs,
  logOutHere,
  mailConfirmationTo,
  mailPasswordReset,
  saveNewPassword,
  secret,
} from "@globalmarket/web/auth/sessions";
import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { ownPath } from "@globalmarket/web/server/own-path";
import { endSession } from "@globalmarket/web/server/session-cookie";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { forgetOpened } from "@/features/assistant/conversation-cookie";
import { adoptCart } from "@/features/cart/adopt";
import { forgetCart } from "@/features/cart/cart-cookie";
import { currentShop, privateApi, publicApi } from "@/server/shop";

/** Log in, take the guest's cart along, and go back to where the person was. */
export async function logIn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const problem = await logInAs("customer", form);
  if (problem) return problem;
  await adoptCart(crypto.randomUUID()).catch(() => undefined); // who is logged in stays so; a guest's cart is kept for the next time
  redirect(ownPath(typed(form, "next").next, `/${locale.tag}/account`));
}

export async function register(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("auth");
  const { locale } = await currentShop();
  const { name = "", email = "" } = typed(form, "name", "email");
  try {
    const api = await publicApi();
    const body = { name, email, password: secret(form), language: locale.language };
    await api.POST("/api/v1/auth/register", { body });
    return succeeded(t("registered", { email }));
  } catch (error) {
    return refused(error, { name, email });
  }
}

export async function confirmEmail(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const problem = await confirmAddress(form);
  if (problem) return problem;
  redirect(`/${locale.tag}/login?done=confirmed`);
}

export async function mailConfirmation(_before: FormState | null, form: FormData): Promise<FormState> {
  return mailConfirmationTo("customer", form);
}

export async function askPasswordReset(_before: FormState | null, form: FormData): Promise<FormState> {
  return mailPasswordReset("customer", form);
}

export async function resetPassword(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const problem = await saveNewPassword(form);
  if (problem) return problem;
  redirect(`/${locale.tag}/login?done=reset`);
}

/** Log out here. The person's cart is kept in the account and is no longer this browser's. */
export async function logOut(): Promise<void> {
  const { locale } = await currentShop();
  await logOutHere();
  await forgetCart();
  await forgetOpened();
  redirect(`/${locale.tag}/login?done=logged_out`);
}

export async function logOutEverywhere(_before: FormState | null, _form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  try {
    await (await privateApi()).POST("/api/v1/auth/logout-everywhere");
  } catch (error) {
    return refused(error, {});
  }
  await endSession();
  await forgetCart();
  await forgetOpened();
  redirect(`/${locale.tag}/login?done=logged_out_everywhere`);
}
