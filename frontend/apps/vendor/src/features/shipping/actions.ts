"use server";

import { type Money, parseAmount } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** A new way to deliver: its name in each language, its price in each currency, and how long it takes. */
export async function createMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const codes = region.currencies.map(({ code }) => code);
  const names = region.languages.map((language) => `names.${language}`);
  const amounts = codes.flatMap((code) => [`price.${code}`, `free_over.${code}`]);
  const fields = ["zone_id", "min_days", "max_days", ...names, ...amounts];
  const values = typed(form, ...fields, "key");
  const wrong = amounts.filter((name) => values[name]?.trim() && !parseAmount(values[name].trim(), name.slice(-3)));
  if (wrong.length) return wrongFields(t("check_amounts"), wrong, t("no_amount"), values);
  const moneyIn = (prefix: string): Money[] =>
    codes.flatMap((code) => parseAmount((values[`${prefix}.${code}`] ?? "").trim(), code) ?? []);
  const named = region.languages.flatMap((language) => {
    const name = (values[`names.${language}`] ?? "").trim();
    return name ? [[language, name]] : [];
  });
  return change({
    form,
    fields,
    renamed: {
      countries: "zone_id",
      names: names[0] ?? "",
      prices: `price.${codes[0]}`,
      free_over: `free_over.${codes[0]}`,
    },
    done: t("shipping.made"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/shipping-methods", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          names: Object.fromEntries(named),
          prices: moneyIn("price"),
          free_over: moneyIn("free_over"),
          min_days: countOf(values.min_days ?? "") ?? -1, // the API says what is wrong with it
          max_days: countOf(values.max_days ?? "") ?? -1,
          ...(values.zone_id ? { zone_id: values.zone_id } : { countries: region.countries }),
        },
      }),
  });
}

/** Offer a way to deliver, or offer it no more. */
export async function switchMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const isActive = form.get("is_active") === "true";
  return change({
    form,
    done: t(isActive ? "shipping.is_on" : "shipping.is_off"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/vendor/shipping-methods/{method_id}", {
        params: {
          path: { method_id: String(form.get("id") ?? "") },
          header: { "If-Match": String(form.get("etag") ?? "") },
        },
        body: { is_active: isActive },
      }),
  });
}

/** A set of countries to which something is delivered at one price. */
export async function createZone(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const boxes = region.countries.map((country) => `country.${country}`);
  return change({
    form,
    fields: ["name", ...boxes],
    renamed: { countries: boxes[0] ?? "" },
    done: t("shipping.zone_made"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/shipping-zones", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          name: String(form.get("name") ?? ""),
          countries: region.countries.filter((country) => form.get(`country.${country}`) === "on"),
        },
      }),
  });
}
