import { rolesWith } from "@/features/access/rights";
import { disputeTable } from "./dispute-table";
import { DISPUTE_FILTERS } from "./filters";
import { listDisputes } from "./reads";

export const DISPUTES = {
  path: "/disputes",
  roles: rolesWith("see_payments"),
  filters: DISPUTE_FILTERS,
  read: listDisputes,
  table: disputeTable,
};
