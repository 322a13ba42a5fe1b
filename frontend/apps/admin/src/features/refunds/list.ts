import { rolesWith } from "@/features/access/rights";
import { REFUND_FILTERS } from "./filters";
import { listRefunds } from "./reads";
import { refundTable } from "./refund-table";

export const REFUNDS = {
  path: "/refunds",
  roles: rolesWith("see_payments"),
  filters: REFUND_FILTERS,
  sorting: { by: { created_at: "time" }, usual: "-created_at" } as const,
  read: listRefunds,
  table: refundTable,
};
