import { rolesWith } from "@/features/access/rights";
import { CUSTOMER_FILTERS } from "./filters";
import { listCustomers } from "./reads";
import { customerTable } from "./customer-table";

export const CUSTOMERS = {
  path: "/customers",
  roles: rolesWith("see_customers"),
  filters: CUSTOMER_FILTERS,
  read: listCustomers,
  table: customerTable,
};
