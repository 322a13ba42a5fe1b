"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, typed, unsent } from "@globalmarket/web/forms/form-state";
import { stale } from "@globalmarket/web/forms/stale";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ADDRESS_FIELDS, MAIL_KINDS, PROFILE_FIELDS, policyValues, profileValues, vacationValues } from "./fields";
import { getProfile, getReturnPolicy } from "./reads";

/** Save what customers and the marketplace see of the vendor, as an edit of the version that the person saw. */
export async function saveProfile(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const { profile } = await getProfile();
  const fields = Object.keys(profileValues(profile, region.languages));
  const values = typed(form, ...fields);
  const of = (name: string) => values[name] ?? "";
  const address = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, of(`address.${name}`)]));
  const shown = region.languages.map((language) => [language, of(`descriptions.${language}`)]);
  return change({
    form,
    fields,
    renamed: { address: "address.line1" },
    done: t("saved"),
    onStale: async (typed) => late(form, typed, await profileNow(profileValues)),
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

type Values = Record<string, string>;

/** What another person has changed since the form was opened: `now` is what its fields hold by now, in the version `etag`. */
async function late(form: FormData, values: Values, { now, etag }: { now: Values; etag: string }): Promise<FormState> {
  const t = await getTranslations("settings");
  return stale({
    values,
    seen: String(form.get("seen") ?? ""),
    now,
    etag,
    message: t("merged"),
    changedTo: (_name, value) => (value ? t("changed_to", { value }) : t("changed_to_nothing")),
  });
}

async function profileNow(valuesOf: typeof profileValues): Promise<{ now: Values; etag: string }> {
  const { region } = await currentSite();
  const { profile, etag } = await getProfile();
  return { now: valuesOf(profile, region.languages), etag };
}

/** Show a picture as the vendor's logo. A worker makes it, so it is there some moments later. */
export async function saveLogo(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.logo");
  const file = form.get("file");
  if (!(file instanceof File && file.size > 0)) return unsent(t("choose"), {});
  return change({
    form,
    done: t("sent"),
    send: (api) =>
      api.PUT("/api/v1/vendor/logo", {
        body: { file: "" },
        bodySerializer: () => {
          const body = new FormData();
          body.set("file", file, file.name);
          return body;
        },
      }),
  });
}

export async function removeLogo(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.logo");
  return change({ form, done: t("removed"), send: (api) => api.DELETE("/api/v1/vendor/logo") });
}

/** Take no orders on some days, as an edit of the version that the person saw. */
export async function saveVacation(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const texts = region.languages.map((language) => `texts.${language}`);
  const fields = ["starts_on", "ends_on", ...texts];
  const values = typed(form, ...fields);
  return change({
    form,
    fields,
    done: t("vacation.saved"),
    onStale: async (typed) => late(form, typed, await profileNow(vacationValues)),
    send: (api) =>
      api.PUT("/api/v1/vendor/vacation", {
        params: { header: { "If-Match": String(form.get("etag") ?? "") } },
        body: {
          starts_on: values.starts_on ?? "",
          ends_on: values.ends_on ?? "",
          texts: Object.fromEntries(region.languages.map((language) => [language, values[`texts.${language}`] ?? ""])),
        },
      }),
  });
}

/** Take orders from now on. The form asks first. */
export async function endVacation(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const etag = String(form.get("etag") ?? "");
  return change({
    form,
    done: t("vacation.ended"),
    question: { text: t("vacation.question"), about: etag },
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) => api.DELETE("/api/v1/vendor/vacation", { params: { header: { "If-Match": etag } } }),
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
    onStale: async (typed) => {
      const policy = await getReturnPolicy();
      return late(form, typed, { now: policyValues(policy), etag: policy.etag });
    },
    send: (api) =>
      api.PUT("/api/v1/vendor/return-policy", {
        params: { header: { "If-Match": String(form.get("etag") ?? "") } },
        body: { days: days.trim() ? (countOf(days) ?? -1) : null, instructions }, // the API says what is wrong with it
      }),
  });
}

/** Which mails the person wants: a box that is not checked mutes its kind. */
export async function saveMailPreferences(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  return change({
    form,
    fields: [...MAIL_KINDS],
    done: t("mails.saved"),
    send: (api) =>
      api.PUT("/api/v1/vendor/mail-preferences", {
        body: { muted: MAIL_KINDS.filter((kind) => form.get(kind) !== "on") },
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
