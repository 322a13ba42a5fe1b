import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const SHIPPING_FILTERS = {
  vendor_id: { kind: "id", prefix: "ven" },
  country: { kind: "text", most: 2 },
  is_active: { kind: "one", of: ["true", "false"] },
} as const satisfies FilterKinds;

export type ShippingFilters = Filters<typeof SHIPPING_FILTERS>;

/** What the list says a form has done: names in its address and in the catalogue `shipping.done`. */
export const SHIPPING_DONE = ["off", "on"] as const;
