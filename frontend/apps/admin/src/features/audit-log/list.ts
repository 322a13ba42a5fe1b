import { rolesWith } from "@/features/access/rights";
import { entryTable } from "./entry-table";
import { AUDIT_FILTERS } from "./filters";
import { listEntries } from "./reads";

export const AUDIT_LOG = {
  path: "/audit-log",
  roles: rolesWith("run_region"),
  filters: AUDIT_FILTERS,
  read: listEntries,
  table: entryTable,
};
