import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const CUSTOMER_FILTERS = { email: { kind: "text", most: 254 } } as const satisfies FilterKinds;

export type CustomerFilters = Filters<typeof CUSTOMER_FILTERS>;
