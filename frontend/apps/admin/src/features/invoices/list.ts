import { rolesWith } from "@/features/access/rights";
import { INVOICE_FILTERS } from "./filters";
import { invoiceTable } from "./invoice-table";
import { listInvoices } from "./reads";

export const INVOICES = {
  path: "/invoices",
  roles: rolesWith("see_invoices"),
  filters: INVOICE_FILTERS,
  read: listInvoices,
  table: invoiceTable,
};
