/** The roles that a vendor's person may have. */
export const ROLES = ["owner", "manager", "fulfilment", "accountant"] as const;

/** The field of a form that is ticked for a role. */
export function roleField(role: (typeof ROLES)[number]): string {
  return `role.${role}`;
}
