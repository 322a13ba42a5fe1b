"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ADDRESS_FIELDS, PROFILE_FIELDS } from "./fields";
import { getProfile } from "./reads";

/** Save what customers and the marketplace see of the vendor, as an edit of the version that the person saw. */
export async function saveProfile(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const { profile } = await getProfile();
  const descriptions = region.languages.map((language) => `descriptions.${language}`);
  const fields = [...PROFILE_FIELDS, ...ADDRESS_FIELDS.map((name) => `address.${name}`), ...descriptions];
  const values = typed(form, ...fields);
  const of = (name: string) => values[name] ?? "";
  const address = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, of(`address.${name}`)]));
  const shown = region.languages.map((language) => [language, of(`descriptions.${language}`)]);
  return change({
    form,
    fields,
    renamed: { address: "address.line1" },
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/vendor/profile", {
        params: { header: { "If-Match": String(form.get("etag") ?? "") } },
        body: {
          ...Object.fromEntries(PROFILE_FIELDS.map((name) => [name, of(name)])),
          descriptions: { ...profile.descriptions, ...Object.fromEntries(shown) },
          ...(of("address.line1") && {
            address: {
              ...profile.address,
              ...address,
              name: of("legal_name"),
              line1: of("address.line1"),
              country: profile.country,
            },
          }),
        },
      }),
  });
}

/** How long customers may send things back, and how. */
export async function saveReturnPolicy(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { days = "", instructions = "" } = typed(form, "days", "instructions");
  return change({
    form,
    fields: ["days", "instructions"],
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/vendor/return-policy", {
        params: { header: { "If-Match": String(form.get("etag") ?? "") } },
        body: { days: days.trim() ? (countOf(days) ?? -1) : null, instructions }, // the API says what is wrong with it
      }),
  });
}

/** Agree that invoices are issued in the vendor's name, by the text that was shown. */
export async function acceptInvoicing(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const version = String(form.get("version") ?? "");
  return change({
    form,
    done: t("invoicing.done"),
    question: { text: t("invoicing.question"), about: version },
    send: (api, key) =>
      api.POST("/api/v1/vendor/invoicing/accept", {
        params: { header: { "Idempotency-Key": key } },
        body: { version },
      }),
  });
}
