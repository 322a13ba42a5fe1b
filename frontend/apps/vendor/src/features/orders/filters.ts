import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const ORDER_STATES = ["new", "accepted", "partly_shipped", "shipped", "delivered", "canceled"] as const;

/** In the address: orders of which something is still to be sent, whatever their state. */
export const UNSENT = "unsent";
/** The same for the API. */
export const UNSENT_STATES = "new,accepted,partly_shipped";

export const ORDER_FILTERS = {
  q: { kind: "text", most: 100 },
  state: { kind: "one", of: [UNSENT, ...ORDER_STATES] },
  placed_from: { kind: "day" },
  placed_to: { kind: "day" },
} as const satisfies FilterKinds;

export type OrderFilters = Filters<typeof ORDER_FILTERS>;
