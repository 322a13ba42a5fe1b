import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const RETURN_STATES = [
  "requested",
  "approved",
  "partly_received",
  "received",
  "inspected",
  "refunded",
  "refused",
  "canceled",
  "expired",
] as const;

export const RETURN_FILTERS = { state: { kind: "one", of: RETURN_STATES } } as const satisfies FilterKinds;

export type ReturnFilters = Filters<typeof RETURN_FILTERS>;
