import type { CreditState, IssueCreditKind, IssueState } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const CREDIT_KINDS = ["gift_card", "store_credit"] as const satisfies readonly IssueCreditKind[];
export const CREDIT_STATES = ["active", "blocked"] as const satisfies readonly CreditState[];
export const ISSUE_STATES = ["proposed", "issued", "rejected"] as const satisfies readonly IssueState[];

export const CREDIT_FILTERS = {
  kind: { kind: "one", of: CREDIT_KINDS },
  state: { kind: "one", of: CREDIT_STATES },
  customer_id: { kind: "id", prefix: "cus" },
} as const satisfies FilterKinds;

export type CreditFilters = Filters<typeof CREDIT_FILTERS>;

export const ISSUE_FILTERS = {
  state: { kind: "one", of: ISSUE_STATES },
  customer_id: { kind: "id", prefix: "cus" },
} as const satisfies FilterKinds;

export type IssueFilters = Filters<typeof ISSUE_FILTERS>;

/** What the page of a credit says a form has done: names in its address and in the catalogue `credits.done`. */
export const CREDIT_DONE = ["blocked", "unblocked"] as const;

export type CreditDone = (typeof CREDIT_DONE)[number];
