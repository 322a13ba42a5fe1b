"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { PROVIDERS } from "./connected-texts";

const FIELDS = ["holder", "bank", "account", "email"];

/** Name the account at a provider that is paid from now on. The form asks first: it is where all earnings will go. */
export async function nameAccount(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payout-account");
  const { provider = "", currency = "", ...named } = typed(form, "provider", "currency", ...FIELDS);
  const { holder = "", bank = "", account = "", email = "" } = named;
  const target = email || account;
  return change({
    form,
    fields: FIELDS,
    done: email ? t("named_mailed", { email }) : t("named_saved"),
    ...(target.trim() &&
      holder.trim() && {
        question: {
          text: t("named_question", { provider: PROVIDERS[provider] ?? provider, account: target, holder }),
          about: `${provider} ${currency} ${bank} ${target} ${holder}`,
        },
      }),
    send: (api, key) =>
      api.POST("/api/v1/vendor/connected-account/named", {
        params: { header: { "Idempotency-Key": key } },
        body: { provider, currency, holder, ...(email ? { email } : { bank, account }) },
      }),
  });
}

/** Say that an address is the vendor's, by the code in the mail to it. */
export async function confirmAddress(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payout-account");
  const { code = "" } = typed(form, "code");
  return change({
    form,
    fields: ["code"],
    done: t("named_confirmed"),
    send: (api) => api.POST("/api/v1/vendor/connected-account/confirm", { body: { code } }),
  });
}
