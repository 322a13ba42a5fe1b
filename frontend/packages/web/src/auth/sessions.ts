import "server-only";
import { Refused } from "@globalmarket/api";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type FormState, succeeded, typed } from "../forms/form-state";
import { refused } from "../forms/refused";
import {
  beginSession,
  deviceToken,
  endSession,
  findChallenge,
  findSession,
  keepChallenge,
} from "../server/session-cookie";
import { currentSite, privateApi, publicApi } from "../server/site";

/** Who logs in where: the API keeps the audiences apart. */
export type Audience = "customer" | "vendor" | "staff";

/**
 * Log in with the form's `email` and `password`; null if that succeeded, else what the form shows. The field `next` is kept.
 *
 * A person with a second factor is sent on to `/login/code`.
 */
export async function logInAs(audience: Audience, form: FormData): Promise<FormState | null> {
  const { email = "", next = "" } = typed(form, "email", "next");
  try {
    const api = await publicApi();
    const body = { audience, email, password: secret(form), device_token: await deviceToken() };
    const { data } = await api.POST("/api/v1/auth/login", { body });
    if (data) await beginSession(data);
    return null;
  } catch (error) {
    const asked = secondStep(error);
    if (!asked) return refusedLogin(error, { email, next });
    await keepChallenge(asked.challenge, asked.passkeyOptions);
  }
  redirect(await loginStep("/login/code", next));
}

/**
 * The second step of a log-in, with the form's `code`, or a passkey's answer in `credential`; null if that succeeded, else what the form shows. The field `next` is kept.
 *
 * After too long a wait the person is sent back to the password.
 */
export async function logInWithCode(form: FormData): Promise<FormState | null> {
  const { code = "", credential = "", next = "" } = typed(form, "code", "credential", "next");
  const challenge = await findChallenge();
  if (!challenge) redirect(await loginStep("/login", next));
  try {
    const api = await publicApi();
    const { data } = credential
      ? await api.POST("/api/v1/auth/login/passkey", { body: { challenge, credential } })
      : await api.POST("/api/v1/auth/login/code", { body: { challenge, code } });
    if (data) await beginSession(data);
    return null;
  } catch (error) {
    return refusedLogin(error, { next });
  }
}

/** End the session of this browser. One that could not be ended at the API is at least forgotten here. */
export async function logOutHere(): Promise<void> {
  const session = await findSession();
  const api = await privateApi();
  if (session) {
    await api.POST("/api/v1/auth/logout", { body: { refresh_token: session.refreshToken } }).catch(() => undefined);
  }
  await endSession();
}

/** Mail a link to choose a new password to the form's `email`, if it has an account. */
export async function mailPasswordReset(audience: Audience, form: FormData): Promise<FormState> {
  const t = await getTranslations("auth");
  const { email = "" } = typed(form, "email");
  try {
    await (await publicApi()).POST("/api/v1/auth/password-reset", { body: { audience, email } });
    return succeeded(t("reset_mailed", { email }));
  } catch (error) {
    return refused(error, { email });
  }
}

/** Save the form's `password` for the account that its `token` names, and end the session here; null if that succeeded. */
export async function saveNewPassword(form: FormData): Promise<FormState | null> {
  const { token = "" } = typed(form, "token");
  try {
    const api = await publicApi();
    await api.POST("/api/v1/auth/password-reset/confirm", { body: { token, password: secret(form) } });
  } catch (error) {
    return refused(error, { token });
  }
  await endSession(); // every session of the account has ended
  return null;
}

/** A password as it was typed: spaces in it count. */
export function secret(form: FormData): string {
  return String(form.get("password") ?? "");
}

/** The address of a step of the log-in, which knows where the person wanted to go. */
export async function loginStep(step: string, next: string): Promise<string> {
  const { locale } = await currentSite();
  return `/${locale.tag}${step}${next && `?next=${encodeURIComponent(next)}`}`;
}

async function refusedLogin(error: unknown, values: Record<string, string>): Promise<FormState> {
  const state = await refused(error, values);
  if (!(error instanceof Refused) || error.code !== "too_many_attempts") return state;
  const t = await getTranslations("auth");
  return { ...state, message: t("too_many_attempts", { minutes: Math.ceil((error.retryAfter ?? 60) / 60) }) };
}

function secondStep(error: unknown): { challenge: string; passkeyOptions: string | null } | null {
  if (!(error instanceof Refused) || error.code !== "second_factor_needed") return null;
  const { challenge, passkey_options: options } = error.problem as { challenge?: unknown; passkey_options?: unknown };
  if (typeof challenge !== "string") return null;
  return { challenge, passkeyOptions: typeof options === "string" ? options : null };
}

/** Confirm the e-mail address that the form's `token` was mailed to; null if that succeeded, else what the form shows. */
export async function confirmAddress(form: FormData): Promise<FormState | null> {
  const { token = "" } = typed(form, "token");
  try {
    await (await publicApi()).POST("/api/v1/auth/confirm-email", { body: { token } });
    return null;
  } catch (error) {
    return refused(error, { token });
  }
}

/** Mail the link that confirms the form's `email` once more. The answer does not say whether there is such an account. */
export async function mailConfirmationTo(audience: Audience, form: FormData): Promise<FormState> {
  const t = await getTranslations("confirmation");
  const { email = "" } = typed(form, "email");
  try {
    await (await publicApi()).POST("/api/v1/auth/confirm-email/mail", { body: { audience, email } });
    return succeeded(t("mailed", { email }));
  } catch (error) {
    return refused(error, { email });
  }
}
