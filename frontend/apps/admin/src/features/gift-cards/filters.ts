import type { PurchaseState } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const PURCHASE_STATES = ["pending", "paid", "failed", "refunded"] as const satisfies readonly PurchaseState[];

export const PURCHASE_FILTERS = {
  state: { kind: "one", of: PURCHASE_STATES },
  customer_id: { kind: "id", prefix: "cus" },
} as const satisfies FilterKinds;

export type PurchaseFilters = Filters<typeof PURCHASE_FILTERS>;

/** What the page of a purchase says a form has done: names in its address and in the catalogue `gift-cards.done`. */
export const PURCHASE_DONE = ["resent", "refunded"] as const;

export type PurchaseDone = (typeof PURCHASE_DONE)[number];
