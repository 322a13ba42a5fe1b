import type { MyProfile } from "@globalmarket/api";

/** What a vendor's people may do, by role, as the API holds it: `vendor_role(...)` in the backend's views. */
const ROLES = {
  fulfil: ["owner", "manager", "fulfilment"],
  refund: ["owner", "manager"],
  adjust_stock: ["owner", "manager", "fulfilment"],
  edit_products: ["owner", "manager"],
  set_prices: ["owner", "manager"],
  handle_returns: ["owner", "manager", "fulfilment"],
  see_money: ["owner", "manager", "accountant"],
  see_payout_account: ["owner", "accountant"],
  change_payout_account: ["owner"],
  edit_profile: ["owner", "manager"],
  manage_shipping: ["owner", "manager"],
  connect_carrier: ["owner"],
  accept_agreements: ["owner"],
  show_papers: ["owner"],
  choose_mails: ["owner", "manager", "fulfilment", "accountant"],
  manage_keys: ["owner"],
  manage_team: ["owner"],
} as const;

export type Right = keyof typeof ROLES;
export type Role = "owner" | "manager" | "fulfilment" | "accountant";

export function mayDo(person: Pick<MyProfile, "roles">, right: Right): boolean {
  return rolesWith(right).some((role) => person.roles.includes(role));
}

/** The roles of which one is needed. */
export function rolesWith(right: Right): readonly Role[] {
  return ROLES[right];
}
