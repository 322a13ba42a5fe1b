import { ORDER_FILTERS } from "./filters";
import { orderTable } from "./order-table";
import { listOrders } from "./reads";

export const ORDERS = {
  path: "/orders",
  filters: ORDER_FILTERS,
  read: listOrders,
  table: orderTable,
};
