import "server-only";
import type { RegionPlan } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { getOptions } from "@/features/region/reads";
import { featureFields } from "@/features/region/setting-fields";

/** The fields of a description, without those of a new one alone. */
export const DESCRIPTION = [
  "name",
  "domains",
  "default_currency",
  "currencies",
  "default_language",
  "languages",
  "timezone",
  "countries",
  "countries_without_vat",
  "cosmos_database_name",
  "postgres_schema",
] as const;

/** What is said of a region. No field is for a secret: those are in the environment. */
export async function descriptionFields(plan?: RegionPlan): Promise<FieldSpec[]> {
  const t = await getTranslations("regions");
  const { features } = await getOptions();
  const optional = t("optional");
  const list = (codes?: string[], by = ", ") => codes?.join(by) ?? "";
  const coded = { dir: "ltr" as const };
  const own: FieldSpec[] = plan
    ? [{ name: "etag", type: "hidden", value: plan.etag }]
    : [{ ...coded, name: "slug", label: t("slug"), hint: t("slug_hint"), maxLength: 20 }];
  return [
    keyField(),
    ...own,
    { name: "name", label: t("name"), value: plan?.name ?? "", maxLength: 100 },
    {
      ...coded,
      name: "domains",
      type: "textarea",
      label: t("domains"),
      hint: t("domains_hint"),
      value: list(plan?.domains, "\n"),
    },
    { ...coded, name: "currencies", label: t("currencies"), hint: t("currencies_hint"), value: list(plan?.currencies) },
    {
      ...coded,
      name: "default_currency",
      label: t("default_currency"),
      value: plan?.default_currency ?? "",
      maxLength: 3,
    },
    { ...coded, name: "languages", label: t("languages"), hint: t("languages_hint"), value: list(plan?.languages) },
    {
      ...coded,
      name: "default_language",
      label: t("default_language"),
      value: plan?.default_language ?? "",
      maxLength: 2,
    },
    { ...coded, name: "countries", label: t("countries"), hint: t("countries_hint"), value: list(plan?.countries) },
    {
      ...coded,
      name: "countries_without_vat",
      label: t("without_vat"),
      hint: t("without_vat_hint"),
      optional,
      value: list(plan?.countries_without_vat),
    },
    { ...coded, name: "timezone", label: t("timezone"), hint: t("timezone_hint"), value: plan?.timezone ?? "" },
    {
      ...coded,
      name: "cosmos_database_name",
      label: t("documents_name"),
      hint: t("documents_name_hint"),
      optional,
      value: plan?.cosmos_database_name ?? "",
    },
    {
      ...coded,
      name: "postgres_schema",
      label: t("schema"),
      hint: t("schema_hint"),
      optional,
      value: plan?.postgres_schema ?? "",
    },
    ...(await featureFields(features.map((feature) => ({ ...feature, is_on: plan?.features[feature.name] ?? false })))),
    await reasonField(),
  ];
}
