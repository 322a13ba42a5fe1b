import type { WebhookState } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const WEBHOOK_STATES = ["pending", "interpreted", "unknown"] as const satisfies readonly WebhookState[];

export const WEBHOOK_FILTERS = {
  provider: { kind: "text", most: 20 },
  state: { kind: "one", of: WEBHOOK_STATES },
  payment_id: { kind: "id", prefix: "pay" },
} as const satisfies FilterKinds;

export type WebhookFilters = Filters<typeof WEBHOOK_FILTERS>;
