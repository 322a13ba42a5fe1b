import { rolesWith } from "@/features/access/rights";
import { customerTable } from "./customer-table";
import { CUSTOMER_FILTERS } from "./filters";
import { listCustomers } from "./reads";

export const CUSTOMERS = {
  path: "/customers",
  roles: rolesWith("see_customers"),
  filters: CUSTOMER_FILTERS,
  read: listCustomers,
  table: customerTable,
};
