import "server-only";
import { countryName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** What an application asks, as the API names it; the address apart. */
export const BUSINESS = [
  "name",
  "legal_name",
  "country",
  "currency",
  "registration_number",
  "vat_number",
  "phone",
] as const;

export const PLACE = ["line1", "line2", "postcode", "city", "region"] as const;

/** The business, where it is, and the person who owns its account. */
export async function applicationFields(): Promise<FieldSpec[]> {
  const t = await getTranslations("applying");
  const words = await getTranslations("settings.fields");
  const { locale, region } = await currentSite();
  const optional = t("optional");
  const code = (name: "registration_number" | "vat_number" | "phone"): FieldSpec => ({
    name,
    label: words(name),
    group: "business",
    optional,
    dir: "ltr",
    maxLength: 40,
  });
  return [
    { name: "name", label: words("name"), group: "business", maxLength: 100, autoComplete: "organization" },
    { name: "legal_name", label: words("legal_name"), group: "business", maxLength: 150 },
    {
      name: "country",
      type: "select",
      label: t("country"),
      group: "business",
      value: locale.country,
      options: region.countries.map((value) => ({ value, label: countryName(value, locale.language) })),
    },
    {
      name: "currency",
      type: "select",
      label: t("currency"),
      group: "business",
      value: region.default_currency,
      options: region.currencies.map((one) => ({ value: one.code, label: one.code })),
    },
    code("registration_number"),
    code("vat_number"),
    code("phone"),
    { name: "line1", label: words("line1"), group: "place", maxLength: 150, autoComplete: "address-line1" },
    { name: "line2", label: words("line2"), group: "place", maxLength: 150, optional, autoComplete: "address-line2" },
    { name: "postcode", label: words("postcode"), group: "place", maxLength: 20, optional, dir: "ltr" },
    { name: "city", label: words("city"), group: "place", maxLength: 100, autoComplete: "address-level2" },
    { name: "region", label: words("region"), group: "place", maxLength: 100, optional },
    { name: "owner_name", label: t("owner_name"), group: "person", maxLength: 100, autoComplete: "name" },
    {
      name: "email",
      type: "email",
      label: words("email"),
      hint: t("email_hint"),
      group: "person",
      maxLength: 254,
      autoComplete: "username",
    },
    {
      name: "password",
      type: "password",
      label: t("password"),
      hint: t("password_hint"),
      group: "person",
      autoComplete: "new-password",
    },
  ];
}
