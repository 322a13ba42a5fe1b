import type { PolicyView, VendorProfile } from "@globalmarket/api";

/** Of a vendor's profile, as the API names them. */
export const PROFILE_FIELDS = ["name", "legal_name", "registration_number", "vat_number", "email", "phone"] as const;

/** Mails that a person may do without, as the API names them. */
export const MAIL_KINDS = ["new_orders", "returns", "products", "refunds", "messages"] as const;

/** Of its address. The country is that of the application, and stays. */
export const ADDRESS_FIELDS = ["line1", "line2", "postcode", "city", "region"] as const;

/** The fields of the profile's form and what they hold. */
export function profileValues(profile: VendorProfile, languages: string[]): Record<string, string> {
  return Object.fromEntries([
    ...PROFILE_FIELDS.map((name) => [name, profile[name]]),
    ...ADDRESS_FIELDS.map((name) => [`address.${name}`, profile.address?.[name] ?? ""]),
    ...languages.map((code) => [`descriptions.${code}`, profile.descriptions[code] ?? ""]),
  ]);
}

/** The fields of the vacation's form and what they hold. */
export function vacationValues({ vacation }: VendorProfile, languages: string[]): Record<string, string> {
  return Object.fromEntries([
    ["starts_on", vacation?.starts_on ?? ""],
    ["ends_on", vacation?.ends_on ?? ""],
    ...languages.map((code) => [`texts.${code}`, vacation?.texts[code] ?? ""]),
  ]);
}

/** The fields of the form about returns and what they hold. */
export function policyValues({ days, instructions }: PolicyView): Record<string, string> {
  return { days: days === null ? "" : String(days), instructions };
}
