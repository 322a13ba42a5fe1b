import { rolesWith } from "@/features/access/rights";
import { IMPORT_FILTERS } from "./filters";
import { listImports } from "./reads";
import { importTable } from "./import-table";

export const IMPORTS = {
  path: "/imports",
  roles: rolesWith("see_products"),
  filters: IMPORT_FILTERS,
  read: listImports,
  table: importTable,
};
