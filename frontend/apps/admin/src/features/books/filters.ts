import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";
import { TRANSACTION_TYPES } from "@/features/money/transaction-type";

export const TRANSACTION_FILTERS = {
  type: { kind: "one", of: TRANSACTION_TYPES },
  account: { kind: "text", most: 60 },
  order_id: { kind: "id", prefix: "ord" },
  payout_id: { kind: "id", prefix: "pout" },
  vendor_id: { kind: "id", prefix: "ven" },
} as const satisfies FilterKinds;

export type TransactionFilters = Filters<typeof TRANSACTION_FILTERS>;

/** The files of the general ledger. */
export const LEDGER_TYPES = ["csv", "xlsx"] as const;
