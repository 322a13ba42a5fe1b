import { rolesWith } from "@/features/access/rights";
import { adjustmentTable } from "./adjustment-table";
import { ADJUSTMENT_FILTERS } from "./filters";
import { listAdjustments } from "./reads";

export const ADJUSTMENTS = {
  path: "/adjustments",
  roles: rolesWith("handle_money"),
  filters: ADJUSTMENT_FILTERS,
  read: listAdjustments,
  table: adjustmentTable,
};
