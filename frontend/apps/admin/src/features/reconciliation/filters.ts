import type { DifferenceKind, DifferenceState, EntryView, ReportView } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const DIFFERENCE_STATES = ["open", "explained", "resolved"] as const satisfies readonly DifferenceState[];

export const DIFFERENCE_KINDS = [
  "missing_here",
  "missing_there",
  "other_amount",
  "other_fee",
] as const satisfies readonly DifferenceKind[];

/** Whose differences: the reader's, or nobody's. */
export const OWNERS = ["mine", "nobody"] as const;

export const DIFFERENCE_FILTERS = {
  state: { kind: "one", of: DIFFERENCE_STATES },
  kind: { kind: "one", of: DIFFERENCE_KINDS },
  owner: { kind: "one", of: OWNERS },
  provider: { kind: "text", most: 20 },
} as const satisfies FilterKinds;

export type DifferenceFilters = Filters<typeof DIFFERENCE_FILTERS>;

export const ENTRY_STATES = [
  "matched",
  "missing_here",
  "other_amount",
  "other_fee",
] as const satisfies readonly EntryView["state"][];

export const ENTRY_FILTERS = { state: { kind: "one", of: ENTRY_STATES } } as const satisfies FilterKinds;

export type EntryFilters = Filters<typeof ENTRY_FILTERS>;

export const REPORT_FORMATS = [
  "stripe",
  "mollie",
  "paypal",
  "courier",
  "camt053",
  "plain",
] as const satisfies readonly ReportView["format"][];

/** What the page of a difference says a form has done: names in its address and in the catalogue `reconciliation.done`. */
export const DIFFERENCE_DONE = ["taken", "left", "explained", "resolved"] as const;

export type DifferenceDone = (typeof DIFFERENCE_DONE)[number];
