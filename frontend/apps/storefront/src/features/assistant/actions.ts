"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { findOpened, forgetOpened } from "./conversation-cookie";
import { type Asked, apiOf, awaitAnswer, say } from "./talking";

/** Ask on the assistant's page, which then holds the answer. */
export async function askOnPage(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const values = typed(form, "text");
  let asked: Asked;
  try {
    asked = await say(values.text?.trim() ?? "");
    await awaitAnswer(asked);
  } catch (error) {
    return refused(error, values);
  }
  // Another address each time: to one that differs in what follows "#" alone, the router goes without asking for the page.
  redirect(`/${locale.tag}/help/chat?asked=${asked.number}#end`);
}

/** Put the conversation before the shop's staff. */
export async function handOver(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("assistant");
  const values = typed(form, "email", "note");
  const opened = await findOpened();
  try {
    const asked = opened ?? (await say(values.note?.trim() || t("hand_over")));
    const api = await apiOf(asked);
    await api.POST("/api/v1/store/conversations/{conversation_id}/hand-over", {
      params: { path: { conversation_id: asked.id }, header: { "Idempotency-Key": crypto.randomUUID() } },
      body: { email: values.email?.trim() ?? "", note: values.note ?? "" },
    });
  } catch (error) {
    return refused(error, values);
  }
  return succeeded(t("handed_over"));
}

/** Delete the conversation; the next question begins a new one. */
export async function startAgain(): Promise<void> {
  const { locale } = await currentShop();
  const opened = await findOpened();
  if (opened) {
    try {
      const api = await apiOf(opened);
      await api.DELETE("/api/v1/store/conversations/{conversation_id}", {
        params: { path: { conversation_id: opened.id } },
      });
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) throw error; // gone already
    }
    await forgetOpened();
  }
  redirect(`/${locale.tag}/help/chat`);
}
