import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const PRODUCT_STATES = ["published", "draft", "archived"] as const;

export const PRODUCT_FILTERS = {
  q: { kind: "text", most: 100 },
  status: { kind: "one", of: PRODUCT_STATES },
} as const satisfies FilterKinds;

export type ProductFilters = Filters<typeof PRODUCT_FILTERS>;
