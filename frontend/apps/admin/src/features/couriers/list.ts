import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { courierTable } from "./courier-table";
import { listCouriers } from "./reads";

export const COURIERS = {
  path: "/couriers",
  roles: rolesWith("handle_money"),
  filters: NO_FILTERS,
  read: listCouriers,
  table: courierTable,
};
