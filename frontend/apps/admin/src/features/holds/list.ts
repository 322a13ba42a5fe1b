import { rolesWith } from "@/features/access/rights";
import { HOLD_FILTERS } from "./filters";
import { listHolds } from "./reads";
import { holdTable } from "./hold-table";

export const HOLDS = {
  path: "/holds",
  roles: rolesWith("handle_money"),
  filters: HOLD_FILTERS,
  read: listHolds,
  table: holdTable,
};
