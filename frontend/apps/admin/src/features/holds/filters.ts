import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const HOLD_FILTERS = {
  vendor_id: { kind: "id", prefix: "ven" },
  vendor_order_id: { kind: "id", prefix: "vord" },
} as const satisfies FilterKinds;

export type HoldFilters = Filters<typeof HOLD_FILTERS>;

/** What the list of holds says a form has done: names in its address and in the catalogue `holds.done`. */
export const HOLD_DONE = ["placed", "released"] as const;
