import "server-only";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { ROLES } from "./filters";

/** A box for each role, ticked for those that the member has. */
export async function roleFields(has: readonly string[] = []): Promise<FieldSpec[]> {
  const t = await getTranslations("staff.role_boxes");
  return ROLES.map((role) => ({
    name: `role_${role}`,
    type: "checkbox" as const,
    label: t(role),
    value: has.includes(role) ? "on" : "",
  }));
}
