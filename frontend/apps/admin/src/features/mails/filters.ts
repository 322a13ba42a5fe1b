import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const MAIL_STATES = ["waiting", "sent", "failed"] as const;

export const MAIL_FILTERS = {
  recipient: { kind: "text", most: 254 },
  state: { kind: "one", of: MAIL_STATES },
  order: { kind: "id", prefix: "ord" },
} as const satisfies FilterKinds;

export type MailFilters = Filters<typeof MAIL_FILTERS>;
