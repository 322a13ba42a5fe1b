import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const TURNS = ["true", "false"] as const;

export const CONVERSATION_FILTERS = { awaits_vendor: { kind: "one", of: TURNS } } as const satisfies FilterKinds;

export type ConversationFilters = Filters<typeof CONVERSATION_FILTERS>;
