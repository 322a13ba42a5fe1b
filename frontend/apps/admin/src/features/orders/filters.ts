import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const ORDER_STATES = [
  "awaiting_payment",
  "confirmed",
  "partly_shipped",
  "shipped",
  "delivered",
  "canceled",
  "refunded",
  "declined",
  "expired",
  "replaced",
] as const;

export const ORDER_FILTERS = {
  q: { kind: "text", most: 100 },
  state: { kind: "one", of: ORDER_STATES },
  placed_from: { kind: "day" },
  placed_to: { kind: "day" },
  vendor: { kind: "id", prefix: "ven" },
  customer: { kind: "id", prefix: "cus" },
} as const satisfies FilterKinds;

export type OrderFilters = Filters<typeof ORDER_FILTERS>;
