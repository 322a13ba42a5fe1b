import { type AddressPart, fieldsOf } from "@/features/address/country-fields";
import type { Values } from "@/features/address/read-address";

const ADDRESSES = ["shipping_address", "billing_address"];

export interface FieldError {
  /** The field's id. */
  field: string;
  /** What the form calls it; empty where the sentence says it. */
  label: string;
  text: string;
}

/** The errors in the order in which their fields stand in the form, with what each is called. */
export function listErrors(
  errors: Values,
  values: Values,
  labels: { email: string; parts: Record<AddressPart, string> },
) {
  const order = ["email", ...ADDRESSES.flatMap((prefix) => addressFields(prefix, values))];
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return Object.entries(errors)
    .toSorted(([one], [other]) => place(one) - place(other))
    .map(([field, text]): FieldError => ({ field, label: labelOf(field, labels), text }));
}

function addressFields(prefix: string, values: Values): string[] {
  const parts = fieldsOf(values[`${prefix}.country`] ?? "").map(({ part }) => part);
  return ["country", ...parts].map((part) => `${prefix}.${part}`);
}

function labelOf(field: string, labels: { email: string; parts: Record<AddressPart, string> }): string {
  if (field === "email") return labels.email;
  const [prefix = "", part = ""] = field.split(".");
  return ADDRESSES.includes(prefix) ? (labels.parts[part as AddressPart] ?? "") : "";
}
