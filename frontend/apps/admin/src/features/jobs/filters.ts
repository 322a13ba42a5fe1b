import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const PARKED_FILTERS = { subscriber: { kind: "text", most: 100 } } as const satisfies FilterKinds;

export type ParkedFilters = Filters<typeof PARKED_FILTERS>;
