import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const LISTING_STATES = ["published", "draft", "archived", "taken_down"] as const;

export const PRODUCT_FILTERS = {
  q: { kind: "text", most: 200 },
  state: { kind: "one", of: LISTING_STATES },
  vendor: { kind: "id", prefix: "ven" },
  category: { kind: "id", prefix: "cat" },
} as const satisfies FilterKinds;

export type ProductFilters = Filters<typeof PRODUCT_FILTERS>;
