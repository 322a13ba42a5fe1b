import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const AUDIT_FILTERS = {
  actor: { kind: "text", most: 40 },
  action: { kind: "text", most: 100 },
  resource: { kind: "text", most: 100 },
  since: { kind: "day" },
  until: { kind: "day" },
} as const satisfies FilterKinds;

export type AuditFilters = Filters<typeof AUDIT_FILTERS>;
