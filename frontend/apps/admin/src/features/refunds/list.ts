import { rolesWith } from "@/features/access/rights";
import { REFUND_FILTERS } from "./filters";
import { listRefunds } from "./reads";
import { refundTable } from "./refund-table";

export const REFUNDS = {
  path: "/refunds",
  roles: rolesWith("see_payments"),
  filters: REFUND_FILTERS,
  read: listRefunds,
  table: refundTable,
};
