import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const STAFF_FILTERS = { q: { kind: "text", most: 100 } } as const satisfies FilterKinds;

export type StaffFilters = Filters<typeof STAFF_FILTERS>;

export const ROLES = ["admin", "support", "finance", "catalogue"] as const;
