import { rolesWith } from "@/features/access/rights";
import { PRODUCT_FILTERS } from "./filters";
import { productTable } from "./product-table";
import { listProducts } from "./reads";

export const PRODUCTS = {
  path: "/products",
  roles: rolesWith("see_products"),
  filters: PRODUCT_FILTERS,
  sorting: { by: { updated_at: "time", price: "amount" }, usual: "-updated_at" } as const,
  read: listProducts,
  table: productTable,
};
