import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const REVIEWS = ["open", "cleared", "blocked"] as const;

export const RISK_FILTERS = { review: { kind: "one", of: REVIEWS } } as const satisfies FilterKinds;

export type RiskFilters = Filters<typeof RISK_FILTERS>;

/** What the list says a form has done: names in its address and in the catalogue `payment-risks.done`. */
export const RISK_DONE = ["cleared", "blocked"] as const;
