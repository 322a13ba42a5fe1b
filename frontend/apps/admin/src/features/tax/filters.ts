import type { VatCheckOutcome } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const OUTCOMES = ["valid", "invalid", "no_answer"] as const satisfies readonly VatCheckOutcome[];

export const CHECK_FILTERS = {
  outcome: { kind: "one", of: OUTCOMES },
  vendor_id: { kind: "id", prefix: "ven" },
} as const satisfies FilterKinds;

export type CheckFilters = Filters<typeof CHECK_FILTERS>;
