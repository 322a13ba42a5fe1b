"use server";

import { secret } from "@globalmarket/web/auth/sessions";
import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, publicApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { BUSINESS, PLACE } from "./fields";

/** Ask to sell here. The mailed link confirms the address; then the applicant can log in, and staff decide. */
export async function apply(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("applying");
  const { locale } = await currentSite();
  const { key = "", owner_name = "", email = "" } = typed(form, "key", "owner_name", "email");
  const business = typed(form, ...BUSINESS);
  const place = typed(form, ...PLACE);
  const { name = "", legal_name = "", country = "", ...others } = business;
  const address = { ...place, line1: place.line1 ?? "", name: legal_name, country };
  try {
    const api = await publicApi();
    await api.POST("/api/v1/vendor/applications", {
      params: { header: { "Idempotency-Key": key } },
      body: {
        ...others,
        name,
        legal_name,
        country,
        owner_name,
        email,
        password: secret(form),
        language: locale.language,
        ...(place.line1 && { address }),
      },
    });
    return succeeded(t("sent", { email }));
  } catch (error) {
    const values = { ...business, ...place, owner_name, email, key: isDecided(error) ? crypto.randomUUID() : key };
    const renamed = Object.fromEntries(PLACE.map((field) => [`address.${field}`, field]));
    return refused(error, values, { ...renamed, address: "line1" });
  }
}
