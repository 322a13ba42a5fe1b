import { rolesWith } from "@/features/access/rights";
import { DISPUTE_FILTERS } from "./filters";
import { listDisputes } from "./reads";
import { disputeTable } from "./dispute-table";

export const DISPUTES = {
  path: "/disputes",
  roles: rolesWith("see_payments"),
  filters: DISPUTE_FILTERS,
  read: listDisputes,
  table: disputeTable,
};
