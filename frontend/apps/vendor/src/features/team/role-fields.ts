import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { ROLES, roleField } from "./roles";

/** A box for each role, with what it opens; ticked for those that the person has. */
export async function roleFields(has: readonly string[] = []): Promise<FieldSpec[]> {
  const t = await getTranslations("team");
  return ROLES.map((role) => ({
    name: roleField(role),
    type: "checkbox",
    label: t(`roles.${role}`),
    value: has.includes(role) ? "on" : "",
  }));
}
