"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";

const FIELDS = ["account", "holder", "country", "bic", "bank_name"];
const SHOWN_END = 4; // characters, as the API shows of an account that is stored

/** Name the account of a currency. The form asks first: it is where all earnings will go. */
export async function saveAccount(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("payout-account");
  const { account = "", holder = "", country, bic, bank_name, currency = "" } = typed(form, ...FIELDS, "currency");
  const etag = String(form.get("etag") ?? "");
  const isComplete = account.trim() && holder.trim();
  const end = account.replaceAll(/\s/g, "").slice(-SHOWN_END);
  return change({
    form,
    fields: FIELDS,
    done: t("saved"),
    ...(isComplete && {
      question: { text: t("question", { currency, end, holder }), about: `${currency} ${account} ${holder}` },
    }),
    isShownBeside: true,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/vendor/payout-account", {
        params: { header: { "If-Match": etag } },
        body: { account, holder, currency, bic, bank_name, ...(country && { country }) },
      }),
  });
}
