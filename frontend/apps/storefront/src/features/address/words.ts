import "server-only";
import { countryName } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import type { AddressWords } from "./address-fields";
import { ADDRESS_PARTS, type AddressPart } from "./country-fields";

const WITH_LINE_HINT = ["KW", "SA"] as const;

/** What the address form says, in the reader's language. */
export async function addressWords(): Promise<AddressWords> {
  const t = await getTranslations("address");
  const parts = ADDRESS_PARTS.map((part) => [part, t(`parts.${part}`)] as const);
  return {
    country: t("country"),
    optional: t("optional"),
    choose: t("choose"),
    parts: Object.fromEntries(parts) as Record<AddressPart, string>,
    lineHints: Object.fromEntries(WITH_LINE_HINT.map((country) => [country, t(`line_hints.${country}`)])),
    emirates: {
      "Abu Dhabi": t("emirates.abu_dhabi"),
      Ajman: t("emirates.ajman"),
      Dubai: t("emirates.dubai"),
      Fujairah: t("emirates.fujairah"),
      "Ras Al Khaimah": t("emirates.ras_al_khaimah"),
      Sharjah: t("emirates.sharjah"),
      "Umm Al Quwain": t("emirates.umm_al_quwain"),
    },
  };
}

/** The countries that the region serves, by their names in the reader's language. */
export async function servedCountries(): Promise<{ code: string; name: string }[]> {
  const { region, locale } = await currentShop();
  return region.countries
    .map((code) => ({ code, name: countryName(code, locale.language) }))
    .sort((one, other) => one.name.localeCompare(other.name, locale.language));
}
