import type { PayoutState } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const PAYOUT_STATES = [
  "approved",
  "paying",
  "paid",
  "failed",
  "returned",
  "canceled",
] as const satisfies readonly PayoutState[];

export const PAYOUT_FILTERS = {
  state: { kind: "one", of: PAYOUT_STATES },
  vendor_id: { kind: "id", prefix: "ven" },
} as const satisfies FilterKinds;

export type PayoutFilters = Filters<typeof PAYOUT_FILTERS>;

export const DEBT_FILTERS = {
  is_open: { kind: "one", of: ["true", "false"] },
} as const satisfies FilterKinds;

export type DebtFilters = Filters<typeof DEBT_FILTERS>;
