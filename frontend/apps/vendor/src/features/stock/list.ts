import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { STOCK_FILTERS } from "./filters";
import { movementTable } from "./movement-table";
import { listItems, listMovements } from "./reads";
import { stockTable } from "./stock-table";

export const STOCK = {
  path: "/stock",
  roles: rolesWith("adjust_stock"),
  filters: STOCK_FILTERS,
  read: listItems,
  table: stockTable,
};

export const MOVEMENTS = {
  path: "/stock/movements",
  roles: rolesWith("adjust_stock"),
  filters: NO_FILTERS,
  read: listMovements,
  table: movementTable,
};
