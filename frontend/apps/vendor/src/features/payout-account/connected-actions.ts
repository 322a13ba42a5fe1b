"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, succeeded } from "@globalmarket/web/forms/form-state";
import { prove } from "@globalmarket/web/forms/proof";
import { refused } from "@globalmarket/web/forms/refused";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/**
 * The way to the provider's page, on which the owner says who is to be paid, and back to this one. A link, since a form may lead to pages
 * of our own alone (the policy of contents says so).
 */
export async function openConnected(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payout-account");
  const { origin, locale } = await currentSite();
  const body = { return_url: `${origin}/${locale.tag}/payout-account`, provider: String(form.get("provider") ?? "") };
  const unproved = await prove(form, {});
  if (unproved) return unproved;
  try {
    const api = await privateApi();
    const { data } = await api.POST("/api/v1/vendor/connected-account/links", { body });
    return { ...succeeded(t("connected_go")), wayOut: { href: data?.url ?? "", text: t("connected_go_on") } };
  } catch (error) {
    return refused(error, {});
  }
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
