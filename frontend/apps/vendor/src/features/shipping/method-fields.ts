import type { ShippingZoneDetail } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** The fields of a way to deliver: its name in each language, where it goes, what it costs, and how long it takes. */
export async function methodFields(places: { value: string; label: string }[]): Promise<FieldSpec[]> {
  const t = await getTranslations("settings");
  const { region } = await currentSite();
  const optional = t("optional");
  const names = region.languages.map(
    (language): FieldSpec => ({
      name: `names.${language}`,
      label: `${t("shipping.name")} · ${languageName(language)}`,
      lang: language,
      optional,
      maxLength: 100,
    }),
  );
  const amounts = region.currencies.flatMap(({ code }): FieldSpec[] => [
    { name: `price.${code}`, label: `${t("shipping.price")} · ${code}`, dir: "ltr", optional },
    { name: `free_over.${code}`, label: `${t("shipping.free_over")} · ${code}`, dir: "ltr", optional },
  ]);
  return [
    ...names,
    { name: "zone_id", type: "select", label: t("shipping.to"), options: places },
    ...amounts,
    { name: "min_days", type: "number", label: t("shipping.min_days"), min: 0 },
    { name: "max_days", type: "number", label: t("shipping.max_days"), min: 0 },
  ];
}

export function zoneChoices(zones: ShippingZoneDetail[]): { value: string; label: string }[] {
  return zones.map(({ id, name }) => ({ value: id, label: name }));
}
