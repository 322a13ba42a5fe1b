import type { Address } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";

/** An address, a line each, as far as it is known. */
export function addressLines(address: Address, language: string): string[] {
  const { name, company, line1, line2, area, landmark, postcode, city, region, country } = address;
  const place = [postcode, city].filter(Boolean).join(" ");
  return [name, company, line1, line2, area, landmark, place, region, countryName(country, language)].filter(Boolean);
}
