import "server-only";
import type { MethodView } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { decimal } from "@globalmarket/money";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { METHOD_NAMES } from "./done";

/** Where a method is offered, for which amounts, and what it costs the customer. Amounts need a currency. */
export async function methodFields(method?: MethodView): Promise<FieldSpec[]> {
  const t = await getTranslations("payment-methods");
  const { locale, region } = await currentSite();
  const currency = method?.currency || region.default_currency;
  const amount = (minor: number | null | undefined) => (minor ? decimal({ minor, currency }) : "");
  const optional = t("optional");
  return [
    {
      name: "name",
      type: "select",
      label: t("method"),
      value: method?.name ?? METHOD_NAMES[0],
      options: METHOD_NAMES.map((value) => ({ value, label: t(`names.${value}`) })),
    },
    {
      name: "country",
      type: "select",
      label: t("country"),
      value: method?.country ?? "",
      options: [
        { value: "", label: t("any") },
        ...region.countries.map((value) => ({ value, label: countryName(value, locale.language) })),
      ],
    },
    {
      name: "currency",
      type: "select",
      label: t("currency"),
      value: method?.currency ?? "",
      options: [{ value: "", label: t("any") }, ...region.currencies.map(({ code }) => ({ value: code, label: code }))],
    },
    { name: "from", label: t("amount_from"), value: amount(method?.amount_from_minor), optional, dir: "ltr" },
    { name: "to", label: t("amount_to"), value: amount(method?.amount_to_minor), optional, dir: "ltr" },
    { name: "fee", label: t("fee_fixed"), value: amount(method?.fee_fixed_minor), optional, dir: "ltr" },
    {
      name: "percent",
      label: t("fee_percent"),
      value: method?.fee_bp ? String(method.fee_bp / 100) : "",
      optional,
      dir: "ltr",
      hint: t("amounts_hint"),
    },
    {
      name: "position",
      type: "number",
      label: t("position"),
      value: String(method?.position ?? 10),
      min: 0,
      max: 10_000,
    },
    { name: "is_active", type: "checkbox", label: t("offered"), value: !method || method.is_active ? "on" : "" },
  ];
}
