import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const MATCH_STATES = ["open", "copied", "allowed"] as const;

export const MATCH_FILTERS = { state: { kind: "one", of: MATCH_STATES } } as const satisfies FilterKinds;

export type MatchFilters = Filters<typeof MATCH_FILTERS>;

/** What the list says a form has done: names in its address and in the catalogue `picture-matches.done`. */
export const MATCH_DONE = ["decided"] as const;
