import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const CONVERSATION_STATES = ["open", "answered"] as const;

export const CONVERSATION_FILTERS = { state: { kind: "one", of: CONVERSATION_STATES } } as const satisfies FilterKinds;

export type ConversationFilters = Filters<typeof CONVERSATION_FILTERS>;
