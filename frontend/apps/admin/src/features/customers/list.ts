import { rolesWith } from "@/features/access/rights";
import { customerTable } from "./customer-table";
import { CUSTOMER_FILTERS } from "./filters";
import { listCustomers } from "./reads";

export const CUSTOMERS = {
  path: "/customers",
  roles: rolesWith("see_customers"),
  filters: CUSTOMER_FILTERS,
  sorting: { by: { created_at: "time", email: "text" }, usual: "-created_at" } as const,
  read: listCustomers,
  table: customerTable,
};
