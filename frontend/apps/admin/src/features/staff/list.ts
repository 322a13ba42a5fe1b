import { rolesWith } from "@/features/access/rights";
import { STAFF_FILTERS } from "./filters";
import { listStaff } from "./reads";
import { memberTable } from "./member-table";

export const STAFF = {
  path: "/staff",
  roles: rolesWith("run_region"),
  filters: STAFF_FILTERS,
  read: listStaff,
  table: memberTable,
};
