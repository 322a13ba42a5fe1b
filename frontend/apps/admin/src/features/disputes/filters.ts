import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const DISPUTE_STATES = ["open", "won", "lost"] as const;

export const DISPUTE_FILTERS = { state: { kind: "one", of: DISPUTE_STATES } } as const satisfies FilterKinds;

export type DisputeFilters = Filters<typeof DISPUTE_FILTERS>;
