import { rolesWith } from "@/features/access/rights";
import { IMPORT_FILTERS } from "./filters";
import { importTable } from "./import-table";
import { listImports } from "./reads";

export const IMPORTS = {
  path: "/imports",
  roles: rolesWith("see_products"),
  filters: IMPORT_FILTERS,
  read: listImports,
  table: importTable,
};
