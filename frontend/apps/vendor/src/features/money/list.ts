import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { invoiceTable } from "./invoice-table";
import { payoutTable } from "./payout-table";
import { listInvoices, listPayouts, listTransactions } from "./reads";
import { transactionTable } from "./transaction-table";

export const TRANSACTIONS = {
  path: "/balance/transactions",
  roles: rolesWith("see_money"),
  filters: NO_FILTERS,
  read: listTransactions,
  table: transactionTable,
};

export const PAYOUTS = {
  path: "/balance/payouts",
  roles: rolesWith("see_money"),
  filters: NO_FILTERS,
  sorting: { by: { created_at: "time", amount: "amount" }, usual: "-created_at" } as const,
  read: listPayouts,
  table: payoutTable,
};

export const INVOICES = {
  path: "/balance/invoices",
  roles: rolesWith("see_money"),
  filters: NO_FILTERS,
  read: listInvoices,
  table: invoiceTable,
};
