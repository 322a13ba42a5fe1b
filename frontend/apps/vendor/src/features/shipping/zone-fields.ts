import { countryName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** The fields of a zone: its name, and a box for each of the region's countries. */
export async function zoneFields(): Promise<FieldSpec[]> {
  const t = await getTranslations("settings");
  const { region, locale } = await currentSite();
  return [
    { name: "name", label: t("shipping.zone_name"), maxLength: 100 },
    ...region.countries.map(
      (country, place): FieldSpec => ({
        name: `country.${country}`,
        type: "checkbox",
        label: countryName(country, locale.language),
        group: place % 2 ? "odd" : "even",
      }),
    ),
  ];
}
