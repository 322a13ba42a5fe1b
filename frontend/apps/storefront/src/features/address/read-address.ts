import type { Address, AddressRequest } from "@globalmarket/api";
import { ADDRESS_PARTS, fieldsOf } from "./country-fields";

/** What stands in a form's fields, by their names. */
export type Values = Record<string, string>;

/** The address in a form's fields `<prefix>.name` and so on; of parts that the country's form does not show, nothing. */
export function readAddress(form: FormData, prefix: string): AddressRequest {
  const text = (part: string) => String(form.get(`${prefix}.${part}`) ?? "").trim();
  const country = text("country");
  const parts = fieldsOf(country).map(({ part }) => [part, text(part)] as const);
  return { name: "", line1: "", ...Object.fromEntries(parts.filter(([, value]) => value)), country };
}

/** The fields' values for an address that is known already. */
export function addressValues(address: Address | null, prefix: string): Values {
  if (!address) return {};
  const parts = [...ADDRESS_PARTS, "country" as const];
  return Object.fromEntries(parts.map((part) => [`${prefix}.${part}`, address[part]]));
}

export function isSameAddress(one: Address, other: Address | null): boolean {
  return other !== null && Object.entries(one).every(([part, value]) => other[part as keyof Address] === value);
}
