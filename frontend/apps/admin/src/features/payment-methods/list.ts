import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { methodTable } from "./method-table";
import { listMethods } from "./reads";

export const PAYMENT_METHODS = {
  path: "/payment-methods",
  roles: rolesWith("handle_money"),
  filters: NO_FILTERS,
  read: listMethods,
  table: methodTable,
};
