import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const SETTLED = ["true", "false"] as const;

/** Of what one courier collected. */
export const COLLECTION_FILTERS = { is_settled: { kind: "one", of: SETTLED } } as const satisfies FilterKinds;

export type CollectionFilters = Filters<typeof COLLECTION_FILTERS>;

/** What the pages say a form has done: names in their addresses and in the catalogue `couriers.done`. */
export const COURIER_DONE = ["added", "saved"] as const;
