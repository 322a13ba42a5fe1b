import { rolesWith } from "@/features/access/rights";
import { PRODUCT_FILTERS } from "./filters";
import { productTable } from "./product-table";
import { listProducts } from "./reads";

export const PRODUCTS = {
  path: "/products",
  roles: rolesWith("edit_products"),
  filters: PRODUCT_FILTERS,
  sorting: { by: { updated_at: "time", price: "amount" } } as const,
  read: listProducts,
  table: productTable,
};
