import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const SEGMENTS = ["top", "vip", "new", "at_risk", "inactive"] as const;

export const SEGMENT_FILTERS = {
  segment: { kind: "one", of: SEGMENTS },
  currency: { kind: "text", most: 3 },
} as const satisfies FilterKinds;

export type SegmentFilters = Filters<typeof SEGMENT_FILTERS>;
