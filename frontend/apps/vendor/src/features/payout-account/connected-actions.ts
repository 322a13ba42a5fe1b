"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";

/** To the provider's page, on which the owner says who is to be paid, and back to this one. */
export async function openConnected(): Promise<FormState> {
  const { origin, locale } = await currentSite();
  const body = { return_url: `${origin}/${locale.tag}/payout-account` };
  let page: string;
  try {
    const api = await privateApi();
    page = (await api.POST("/api/v1/vendor/connected-account/links", { body })).data?.url ?? "";
  } catch (error) {
    return refused(error, {});
  }
  redirect(page);
}

/** Have what is earned go to the bank accounts again. The form asks first. */
export async function endConnected(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payout-account");
  return change({
    form,
    done: t("connected_ended"),
    question: { text: t("connected_end_question"), about: "end" },
    send: (api) => api.DELETE("/api/v1/vendor/connected-account"),
  });
}
