/** The parts of an address, as the API names them. */
export const ADDRESS_PARTS = [
  "name",
  "company",
  "vat_number",
  "line1",
  "line2",
  "area",
  "city",
  "region",
  "postcode",
  "landmark",
  "phone",
] as const;

export type AddressPart = (typeof ADDRESS_PARTS)[number];

export interface AddressField {
  part: AddressPart;
  isRequired: boolean;
  /** What to choose from, where the country lists it; as the API stores it. */
  options?: readonly string[];
}

// In the order in which people of the country write them; "?" marks what may be left out.
const EUROPEAN = "name company? vat_number? line1 line2? postcode city phone?";
const GENERAL = "name company? vat_number? line1 line2? area? city postcode? landmark? phone?";
const WITHOUT_POSTCODES = "name company? vat_number? line1 line2? area? city landmark? phone?";
const SELDOM_WITH_POSTCODES = "name company? vat_number? line1 line2? area? city postcode? landmark? phone?";
const LAYOUTS: Record<string, string> = {
  NL: EUROPEAN,
  BE: EUROPEAN,
  DE: EUROPEAN,
  FR: EUROPEAN,
  LU: EUROPEAN,
  AE: "name company? vat_number? region area? line1 line2? landmark? phone?",
  SA: "name company? vat_number? line1 line2? area city postcode landmark? phone?",
  KW: "name company? vat_number? area line1 line2? landmark? phone?",
  QA: "name company? vat_number? line1 line2? area city landmark? phone?",
  EG: "name company? vat_number? line1 line2? area? city region postcode? landmark? phone?",
  CI: WITHOUT_POSTCODES,
  CM: WITHOUT_POSTCODES,
  GH: WITHOUT_POSTCODES,
  RW: WITHOUT_POSTCODES,
  UG: WITHOUT_POSTCODES,
  KE: SELDOM_WITH_POSTCODES,
  NG: SELDOM_WITH_POSTCODES,
  SN: SELDOM_WITH_POSTCODES,
};

const EMIRATES = ["Abu Dhabi", "Ajman", "Dubai", "Fujairah", "Ras Al Khaimah", "Sharjah", "Umm Al Quwain"] as const;

/** The fields of an address in `country`. The API has the last word on what it needs; this decides what a form shows. */
export function fieldsOf(country: string): AddressField[] {
  return (LAYOUTS[country] ?? GENERAL).split(" ").map((text) => {
    const part = text.replace("?", "") as AddressPart;
    const field = { part, isRequired: !text.endsWith("?") };
    return country === "AE" && part === "region" ? { ...field, options: EMIRATES } : field;
  });
}
