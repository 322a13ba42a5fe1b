import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const NO_FILTERS = {} as const satisfies FilterKinds;

/** The beginning of a SKU. */
export const LIMIT_FILTERS = { sku: { kind: "text", most: 100 } } as const satisfies FilterKinds;

export type LimitFilters = Filters<typeof LIMIT_FILTERS>;
