import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const REFUND_STATES = ["failed", "pending", "succeeded", "covered", "retried", "settled"] as const;

export const REFUND_FILTERS = { state: { kind: "one", of: REFUND_STATES } } as const satisfies FilterKinds;

export type RefundFilters = Filters<typeof REFUND_FILTERS>;
