"use server";

import { Refused } from "@globalmarket/api";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { adoptCart } from "@/features/cart/adopt";
import { forgetCart } from "@/features/cart/cart-cookie";
import { type FormState, succeeded, typed } from "@/features/forms/form-state";
import { refused } from "@/features/forms/refused";
import { currentShop, privateApi, publicApi } from "@/server/shop";
import { ownPath } from "./own-path";
import { beginSession, deviceToken, endSession, findSession } from "./session-cookie";

/** Log in, take the guest's cart along, and go back to where the person was. */
export async function logIn(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const { email = "", next = "" } = typed(form, "email", "next");
  try {
    const api = await publicApi();
    const body = { audience: "customer", email, password: secret(form), device_token: await deviceToken() } as const;
    const { data } = await api.POST("/api/v1/auth/login", { body });
    if (data) await beginSession(data);
  } catch (error) {
    return refusedLogin(error, { email, next });
  }
  await adoptCart(crypto.randomUUID()).catch(() => undefined); // who is logged in stays so; a guest's cart is kept for the next time
  redirect(ownPath(next, `/${locale.tag}/account`));
}

async function refusedLogin(error: unknown, values: Record<string, string>): Promise<FormState> {
  const state = await refused(error, values);
  if (!(error instanceof Refused) || error.code !== "too_many_attempts") return state;
  const t = await getTranslations("auth");
  return { ...state, message: t("too_many_attempts", { minutes: Math.ceil((error.retryAfter ?? 60) / 60) }) };
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
  const { token = "" } = typed(form, "token");
  try {
    const api = await publicApi();
    await api.POST("/api/v1/auth/confirm-email", { body: { token } });
  } catch (error) {
    return refused(error, { token });
  }
  redirect(`/${locale.tag}/login?done=confirmed`);
}

export async function mailConfirmation(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("auth");
  const { email = "" } = typed(form, "email");
  try {
    const api = await publicApi();
    await api.POST("/api/v1/auth/confirm-email/mail", { body: { audience: "customer", email } });
    return succeeded(t("confirmation_mailed", { email }));
  } catch (error) {
    return refused(error, { email });
  }
}

export async function askPasswordReset(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("auth");
  const { email = "" } = typed(form, "email");
  try {
    const api = await publicApi();
    await api.POST("/api/v1/auth/password-reset", { body: { audience: "customer", email } });
    return succeeded(t("reset_mailed", { email }));
  } catch (error) {
    return refused(error, { email });
  }
}

export async function resetPassword(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const { token = "" } = typed(form, "token");
  try {
    const api = await publicApi();
    await api.POST("/api/v1/auth/password-reset/confirm", { body: { token, password: secret(form) } });
  } catch (error) {
    return refused(error, { token });
  }
  await endSession(); // every session of the account has ended
  redirect(`/${locale.tag}/login?done=reset`);
}

/** Log out here. The person's cart is kept in the account and is no longer this browser's. */
export async function logOut(): Promise<void> {
  const { locale } = await currentShop();
  const session = await findSession();
  const api = await publicApi();
  if (session) {
    // A session that could not be ended there is at least forgotten here.
    await api.POST("/api/v1/auth/logout", { body: { refresh_token: session.refreshToken } }).catch(() => undefined);
  }
  await endSession();
  await forgetCart();
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
  redirect(`/${locale.tag}/login?done=logged_out_everywhere`);
}

/** A password as it was typed: spaces in it count. */
function secret(form: FormData): string {
  return String(form.get("password") ?? "");
}
