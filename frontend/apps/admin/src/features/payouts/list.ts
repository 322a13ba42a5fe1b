import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import type { Place } from "@globalmarket/web/server/paging";
import { rolesWith } from "@/features/access/rights";
import { debtTable } from "./debt-table";
import { DEBT_FILTERS, PAYOUT_FILTERS } from "./filters";
import { payoutTable } from "./payout-table";
import { listDebtWarnings, listPayouts, listRuns } from "./reads";
import { runTable } from "./run-table";

export const RUNS = {
  path: "/payouts",
  roles: rolesWith("handle_money"),
  filters: NO_FILTERS,
  read: (_filters: object, place: Place) => listRuns(place),
  table: runTable,
};

export const PAYOUTS = {
  path: "/payouts/all",
  roles: rolesWith("handle_money"),
  filters: PAYOUT_FILTERS,
  sorting: { by: { created_at: "time", amount: "amount" }, usual: "-created_at" } as const,
  read: listPayouts,
  table: payoutTable,
};

export const DEBTS = {
  path: "/payouts/debts",
  roles: rolesWith("handle_money"),
  filters: DEBT_FILTERS,
  read: listDebtWarnings,
  table: debtTable,
};
