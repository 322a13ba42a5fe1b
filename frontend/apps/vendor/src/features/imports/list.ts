import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { importTable } from "./import-table";
import { listImports } from "./reads";

export const IMPORTS = {
  path: "/imports",
  roles: rolesWith("edit_products"),
  filters: NO_FILTERS,
  read: listImports,
  table: importTable,
};
