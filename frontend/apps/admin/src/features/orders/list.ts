import { rolesWith } from "@/features/access/rights";
import { ORDER_FILTERS } from "./filters";
import { orderTable } from "./order-table";
import { listOrders } from "./reads";

export const ORDERS = {
  path: "/orders",
  roles: rolesWith("see_orders"),
  filters: ORDER_FILTERS,
  sorting: { by: { placed_at: "time", total: "amount" }, usual: "-placed_at" } as const,
  read: listOrders,
  table: orderTable,
};
