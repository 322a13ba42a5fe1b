import { rolesWith } from "@/features/access/rights";
import { AUDIT_FILTERS } from "./filters";
import { listEntries } from "./reads";
import { entryTable } from "./entry-table";

export const AUDIT_LOG = {
  path: "/audit-log",
  roles: rolesWith("run_region"),
  filters: AUDIT_FILTERS,
  read: listEntries,
  table: entryTable,
};
