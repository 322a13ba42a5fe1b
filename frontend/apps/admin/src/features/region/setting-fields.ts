import "server-only";
import type { RegionFeature, RegionSetting } from "@globalmarket/api";
import { decimal } from "@globalmarket/money";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { featureField, fieldOf, type SettingValue } from "./setting-values";

/** A field for each setting, with its bounds. What the API says of a setting is English in every language, as in the reference. */
export async function settingFields(
  settings: readonly RegionSetting[],
  currencies: readonly string[],
): Promise<FieldSpec[]> {
  const t = await getTranslations("region");
  return settings.flatMap((setting) => fieldsOf(setting, currencies, t));
}

/** A box for each feature, ticked for those that are on. */
export async function featureFields(features: readonly RegionFeature[]): Promise<FieldSpec[]> {
  const t = await getTranslations("region");
  return features.map(({ name, is_on, description }) => ({
    name: featureField(name),
    type: "checkbox" as const,
    label: `${nameOf(name, t)} (${name}): ${description}`,
    value: is_on ? "on" : "",
  }));
}

type Words = Awaited<ReturnType<typeof getTranslations<"region">>>;

function fieldsOf(setting: RegionSetting, currencies: readonly string[], t: Words): FieldSpec[] {
  const { name, kind, description, unit, least, most, value, is_default } = setting;
  const present = is_default ? null : value;
  const fallback = fallbackOf(setting, t);
  const title = nameOf(name, t);
  const common = { label: title, optional: t("default", { value: fallback }), dir: "ltr" as const };
  if (kind === "amount_by_currency") {
    const amounts = (present ?? {}) as Record<string, number>;
    return currencies.map((currency) => ({
      ...common,
      name: fieldOf(name, currency),
      label: `${title} (${currency})`,
      hint: `${name}: ${description}`,
      value: amounts[currency] === undefined ? "" : decimal({ minor: amounts[currency], currency }),
    }));
  }
  if (kind === "yes_no") {
    const options = [
      { value: "", label: t("default", { value: fallback }) },
      { value: "yes", label: t("yes") },
      { value: "no", label: t("no") },
    ];
    const chosen = present === null ? "" : present ? "yes" : "no";
    return [
      { name: fieldOf(name), type: "select", label: title, hint: `${name}: ${description}`, value: chosen, options },
    ];
  }
  const bounds = kind === "whole_number" ? ` ${t("bounds", { least, most, unit })}` : "";
  return [{ ...common, name: fieldOf(name), hint: `${name}: ${description}.${bounds}`, value: shown(present) }];
}

/** A setting and what it is to be, for the question before it is saved: `Days to return products: 30`. Null is the default. */
export function changeInWords(setting: RegionSetting, value: SettingValue, t: Words): string {
  const name = nameOf(setting.name, t);
  if (value === null) return `${name}: ${t("default", { value: fallbackOf(setting, t) })}`;
  if (typeof value !== "object") return `${name}: ${inWords(value, t)}`;
  const amounts = Object.entries(value).map(([currency, minor]) => `${decimal({ minor, currency })} ${currency}`);
  return `${name}: ${amounts.join(", ")}`;
}

/** What people call a setting or a feature; one that the catalogue does not know yet goes by its own name. */
export function nameOf(name: string, t: Words): string {
  return t.has(`names_of.${name}`) ? t(`names_of.${name}`) : name;
}

function fallbackOf(setting: RegionSetting, t: Words): string {
  return setting.described_default || inWords(setting.default, t) || t("nothing");
}

function inWords(value: RegionSetting["value"], t: Words): string {
  return typeof value === "boolean" ? t(value ? "yes" : "no") : shown(value);
}

function shown(value: RegionSetting["value"]): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
