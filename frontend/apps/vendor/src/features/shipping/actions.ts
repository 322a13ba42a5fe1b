"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { stale } from "@globalmarket/web/forms/stale";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { amountNames, methodFrom, methodValues, wrongAmounts, zoneValues } from "./fields";
import { getMethod, getZone, listZones } from "./reads";

/** A new way to deliver: its name in each language, its price in each currency, and how long it takes. */
export async function createMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const { values, fields, renamed } = typedMethod(form, region);
  const wrong = wrongAmounts(values, region);
  if (wrong.length) return wrongFields(t("check_amounts"), wrong, t("no_amount"), { ...values, ...typed(form, "key") });
  const place = values.zone_id ? { zone_id: values.zone_id } : { countries: region.countries };
  return change({
    form,
    fields,
    renamed,
    done: t("shipping.made"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/shipping-methods", {
        params: { header: { "Idempotency-Key": key } },
        body: { ...methodFrom(values, region), ...place },
      }),
  });
}

/** Change a way to deliver, as an edit of the version that the person saw. Orders that were placed keep theirs. */
export async function editMethod(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const { values, fields, renamed } = typedMethod(form, region);
  const version = typed(form, "etag", "seen");
  const wrong = wrongAmounts(values, region);
  if (wrong.length) return wrongFields(t("check_amounts"), wrong, t("no_amount"), { ...values, ...version });
  const id = String(form.get("id") ?? "");
  return change({
    form,
    fields,
    renamed,
    done: t("saved"),
    onStale: async (held) => {
      const [method, zones] = await Promise.all([getMethod(id), listZones()]);
      const shown = (value: string) => zones.find((zone) => zone.id === value)?.name ?? value;
      return stale({
        values: held,
        seen: version.seen,
        now: methodValues(method, region),
        etag: method.etag,
        message: t("merged"),
        changedTo: (_name, value) => (value ? t("changed_to", { value: shown(value) }) : t("changed_to_nothing")),
      });
    },
    send: (api) =>
      api.PATCH("/api/v1/vendor/shipping-methods/{method_id}", {
        params: { path: { method_id: id }, header: { "If-Match": version.etag ?? "" } },
        body: { ...methodFrom(values, region), zone_id: values.zone_id ?? "" },
      }),
  });
}

/** What was typed of a way to deliver, and the form's own names of the fields that the API calls otherwise. */
function typedMethod(form: FormData, region: { languages: string[]; currencies: { code: string }[] }) {
  const names = region.languages.map((language) => `names.${language}`);
  const fields = ["zone_id", "min_days", "max_days", ...names, ...amountNames(region)];
  const [first = ""] = region.currencies.map(({ code }) => code);
  const renamed = {
    countries: "zone_id",
    names: names[0] ?? "",
    prices: `price.${first}`,
    free_over: `free_over.${first}`,
  };
  return { values: typed(form, ...fields), fields, renamed };
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

/** Change a zone, as an edit of the version that the person saw. */
export async function editZone(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const id = String(form.get("id") ?? "");
  const boxes = region.countries.map((country) => `country.${country}`);
  return change({
    form,
    fields: ["name", ...boxes],
    renamed: { countries: boxes[0] ?? "" },
    done: t("saved"),
    onStale: async (values) => {
      const [zone, words] = await Promise.all([getZone(id), getTranslations("products.variants_edit")]);
      const shown = (name: string, value: string) => (name === "name" ? value : words(value ? "yes" : "no"));
      return stale({
        values,
        seen: String(form.get("seen") ?? ""),
        now: zoneValues(zone, region.countries),
        etag: zone.etag,
        message: t("merged"),
        changedTo: (name, value) => t("changed_to", { value: shown(name, value) }),
      });
    },
    send: (api) =>
      api.PATCH("/api/v1/vendor/shipping-zones/{zone_id}", {
        params: { path: { zone_id: id }, header: { "If-Match": String(form.get("etag") ?? "") } },
        body: {
          name: String(form.get("name") ?? ""),
          countries: region.countries.filter((country) => form.get(`country.${country}`) === "on"),
        },
      }),
  });
}
