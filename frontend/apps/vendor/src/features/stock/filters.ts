import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const STOCK_FILTERS = {
  sku: { kind: "text", most: 100 },
  level: { kind: "one", of: ["low", "out"] },
} as const satisfies FilterKinds;

export type StockFilters = Filters<typeof STOCK_FILTERS>;
