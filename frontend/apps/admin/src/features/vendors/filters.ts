import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const VENDOR_STATES = ["pending", "approved", "suspended", "closed"] as const;

export const VENDOR_FILTERS = {
  q: { kind: "text", most: 100 },
  state: { kind: "one", of: VENDOR_STATES },
} as const satisfies FilterKinds;

export type VendorFilters = Filters<typeof VENDOR_FILTERS>;
