"use server";

import { Refused } from "@globalmarket/api";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { secret } from "../auth/sessions";
import { type FormState, succeeded, typed } from "../forms/form-state";
import { refused } from "../forms/refused";
import { renewSession } from "../server/session-cookie";
import { currentSite, privateApi } from "../server/site";
import type { SetUp } from "./set-up";

/** The next step of setting up a second factor, by what was typed in the present one. */
export async function setUpSecondFactor(before: SetUp, form: FormData): Promise<SetUp> {
  if (before.step === "password") return begin(form);
  if (before.step === "code") return confirm(before, form);
  return before;
}

async function begin(form: FormData): Promise<SetUp> {
  try {
    const body = { password: secret(form) };
    const { data } = await (await privateApi()).POST("/api/v1/me/second-factor", { body });
    if (!data) throw new Error("the API answered without a body");
    return { step: "code", form: null, secret: data.secret, qrCode: data.qr_code };
  } catch (error) {
    return { step: "password", form: await refused(error, {}) };
  }
}

async function confirm(before: Extract<SetUp, { step: "code" }>, form: FormData): Promise<SetUp> {
  const { code = "" } = typed(form, "code");
  try {
    const { data } = await (await privateApi()).POST("/api/v1/me/second-factor/confirm", { body: { code } });
    await renewSession().catch(() => undefined); // the codes are shown this one time; the session is renewed when it is next due
    refresh();
    return { step: "done", form: null, codes: data?.codes ?? [] };
  } catch (error) {
    return { ...before, form: await refused(error, { code }) };
  }
}

/** New recovery codes, which the answer's sentence lists. */
export async function renewCodes(_before: FormState | null, form: FormData): Promise<FormState> {
  const { code = "" } = typed(form, "code");
  try {
    const body = { password: secret(form), code };
    const { data } = await (await privateApi()).POST("/api/v1/me/second-factor/recovery-codes", { body });
    const t = await getTranslations("security");
    return succeeded(t("codes_renewed", { codes: (data?.codes ?? []).join("  ") }));
  } catch (error) {
    return refused(error, { code });
  }
}

export async function removeSecondFactor(_before: FormState | null, form: FormData): Promise<FormState> {
  const { code = "" } = typed(form, "code");
  try {
    await (await privateApi()).POST("/api/v1/me/second-factor/remove", { body: { password: secret(form), code } });
  } catch (error) {
    return refused(error, { code });
  }
  const { locale } = await currentSite();
  redirect(`/${locale.tag}/security?done=removed`);
}

/** Log out where the form's `session_id` says. A session that has ended meanwhile is what was asked for. */
export async function endOtherSession(_before: FormState | null, form: FormData): Promise<FormState> {
  const { session_id = "" } = typed(form, "session_id");
  try {
    await (await privateApi()).DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id } } });
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) return refused(error, { session_id });
  }
  const { locale } = await currentSite();
  redirect(`/${locale.tag}/security?done=session_ended`);
}
