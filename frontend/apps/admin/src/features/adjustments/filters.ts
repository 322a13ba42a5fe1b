import type { AdjustmentState, BalanceAdjustmentKind } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const ADJUSTMENT_STATES = ["proposed", "approved", "rejected"] as const satisfies readonly AdjustmentState[];

export const ADJUSTMENT_KINDS = [
  "adjustment",
  "repayment",
  "write_off",
] as const satisfies readonly BalanceAdjustmentKind[];

export const ADJUSTMENT_FILTERS = {
  state: { kind: "one", of: ADJUSTMENT_STATES },
  vendor_id: { kind: "id", prefix: "ven" },
} as const satisfies FilterKinds;

export type AdjustmentFilters = Filters<typeof ADJUSTMENT_FILTERS>;

/** What the page of an adjustment says a form has done: names in its address and in the catalogue `adjustments.done`. */
export const ADJUSTMENT_DONE = ["proposed", "approved", "rejected"] as const;

export type AdjustmentDone = (typeof ADJUSTMENT_DONE)[number];
