import { rolesWith } from "@/features/access/rights";
import { HOLD_FILTERS } from "./filters";
import { holdTable } from "./hold-table";
import { listHolds } from "./reads";

export const HOLDS = {
  path: "/holds",
  roles: rolesWith("handle_money"),
  filters: HOLD_FILTERS,
  read: listHolds,
  table: holdTable,
};
