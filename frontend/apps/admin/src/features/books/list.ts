import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import type { Place } from "@globalmarket/web/server/paging";
import { rolesWith } from "@/features/access/rights";
import { TRANSACTION_FILTERS } from "./filters";
import { listTransactions, listWaitingCommission } from "./reads";
import { transactionTable } from "./transaction-table";
import { waitingTable } from "./waiting-table";

export const TRANSACTIONS = {
  path: "/books/transactions",
  roles: rolesWith("handle_money"),
  filters: TRANSACTION_FILTERS,
  read: listTransactions,
  table: transactionTable,
};

export const WAITING_COMMISSION = {
  path: "/books/waiting-commission",
  roles: rolesWith("handle_money"),
  filters: NO_FILTERS,
  read: (_filters: object, place: Place) => listWaitingCommission(place),
  table: waitingTable,
};
