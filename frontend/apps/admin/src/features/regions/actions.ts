"use server";

import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import { getOptions } from "@/features/region/reads";
import { featureField } from "@/features/region/setting-values";
import { codesIn } from "./codes";
import { DESCRIPTION } from "./fields";

/** Describe a region. It serves nobody yet. */
export async function planRegion(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("regions");
  const { features, names } = await switchesIn(form);
  const slug = text(form, "slug");
  return changeWithReason({
    form,
    question: t("plan_question", { slug }),
    about: ["slug", ...DESCRIPTION, ...names],
    moveOn: () => `/regions/${slug}?done=planned`,
    send: (api, key) =>
      api.POST("/api/v1/admin/regions", {
        params: { header: { "Idempotency-Key": key } },
        body: { ...descriptionIn(form), slug, features, reason: text(form, "reason") },
      }),
  });
}

/** Describe a planned region anew. */
export async function changePlan(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("regions");
  const { features, names } = await switchesIn(form);
  const slug = text(form, "slug");
  return changeWithReason({
    form,
    question: t("change_question"),
    about: [...DESCRIPTION, ...names],
    fields: ["slug"],
    moveOn: `/regions/${slug}?done=changed`,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/admin/regions/{region}", {
        params: { path: { region: slug }, header: { "If-Match": `"${text(form, "etag")}"` } },
        body: { ...descriptionIn(form), features, reason: text(form, "reason") },
      }),
  });
}

/** Open a planned region in maintenance, or take the plan back. */
export async function decidePlan(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("regions");
  const slug = text(form, "slug");
  const isToOpen = text(form, "step") === "open";
  return changeWithReason({
    form,
    question: t(isToOpen ? "open_question" : "withdraw_question", { slug }),
    moveOn: isToOpen ? `/regions/${slug}?done=opened` : "/regions?done=withdrawn",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api, key) => {
      const params = {
        path: { region: slug },
        header: { "Idempotency-Key": key, "If-Match": `"${text(form, "etag")}"` },
      };
      const body = { reason: text(form, "reason") };
      return isToOpen
        ? api.POST("/api/v1/admin/regions/{region}/open", { params, body })
        : api.POST("/api/v1/admin/regions/{region}/withdraw", { params, body });
    },
  });
}

function descriptionIn(form: FormData) {
  const said = (name: "cosmos_database_name" | "postgres_schema") =>
    text(form, name) ? { [name]: text(form, name) } : {};
  return {
    name: text(form, "name"),
    domains: codesIn(text(form, "domains")),
    default_currency: text(form, "default_currency"),
    currencies: codesIn(text(form, "currencies")),
    default_language: text(form, "default_language"),
    languages: codesIn(text(form, "languages")),
    timezone: text(form, "timezone"),
    countries: codesIn(text(form, "countries")),
    countries_without_vat: codesIn(text(form, "countries_without_vat")),
    ...said("cosmos_database_name"),
    ...said("postgres_schema"),
  };
}

async function switchesIn(form: FormData) {
  const { features } = await getOptions();
  const isOn = (name: string) => text(form, featureField(name)) === "on";
  return {
    features: Object.fromEntries(features.map(({ name }) => [name, isOn(name)])),
    names: features.map(({ name }) => featureField(name)),
  };
}
