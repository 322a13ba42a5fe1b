import { rolesWith } from "@/features/access/rights";
import { SHIPPING_FILTERS } from "./filters";
import { methodTable } from "./method-table";
import { listMethods } from "./reads";

export const SHIPPING = {
  path: "/shipping",
  roles: rolesWith("run_region"),
  filters: SHIPPING_FILTERS,
  read: listMethods,
  table: methodTable,
};
