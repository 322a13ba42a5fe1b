import type { MyProfile } from "@globalmarket/api";

/** What staff may do, by role, as the API holds it: `staff_role(...)` in the backend's views. Every role may see vendors. */
const ROLES = {
  decide_vendors: ["admin", "catalogue"],
  close_vendors: ["admin"],
  remove_second_factors: ["admin"],
  see_documents: ["admin", "catalogue", "finance"],
  help_vendors: ["admin", "support"],
  see_orders: ["admin", "support", "finance"],
  refund: ["admin", "support", "finance"],
  handle_parcels: ["admin", "support"],
  see_returns: ["admin", "support", "finance"],
  decide_returns: ["admin", "support"],
  see_payments: ["admin", "finance", "support"],
  settle_refunds: ["admin", "finance"],
  see_customers: ["admin", "support"],
  exercise_privacy: ["admin"],
  see_invoices: ["admin", "support", "finance"],
  give_credit: ["admin", "finance", "support"],
  resend_gift_cards: ["admin", "support"],
  redirect_gift_cards: ["admin"],
  handle_money: ["admin", "finance"],
  see_products: ["admin", "catalogue", "support"],
  edit_catalogue: ["admin", "catalogue"],
  run_region: ["admin"],
} as const;

export type Right = keyof typeof ROLES;
export type Role = "admin" | "support" | "finance" | "catalogue";

export function mayDo(person: Pick<MyProfile, "roles">, right: Right): boolean {
  return rolesWith(right).some((role) => person.roles.includes(role));
}

/** The roles of which one is needed. */
export function rolesWith(right: Right): readonly Role[] {
  return ROLES[right];
}
