import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const IMPORT_STATES = ["queued", "running", "completed", "failed"] as const;

export const IMPORT_FILTERS = {
  state: { kind: "one", of: IMPORT_STATES },
  vendor: { kind: "id", prefix: "ven" },
} as const satisfies FilterKinds;

export type ImportFilters = Filters<typeof IMPORT_FILTERS>;
