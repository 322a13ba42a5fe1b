import { rolesWith } from "@/features/access/rights";
import { STAFF_FILTERS } from "./filters";
import { memberTable } from "./member-table";
import { listStaff } from "./reads";

export const STAFF = {
  path: "/staff",
  roles: rolesWith("run_region"),
  filters: STAFF_FILTERS,
  read: listStaff,
  table: memberTable,
};
