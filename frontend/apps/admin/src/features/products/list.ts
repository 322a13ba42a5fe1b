import { rolesWith } from "@/features/access/rights";
import { PRODUCT_FILTERS } from "./filters";
import { listProducts } from "./reads";
import { productTable } from "./product-table";

export const PRODUCTS = {
  path: "/products",
  roles: rolesWith("see_products"),
  filters: PRODUCT_FILTERS,
  read: listProducts,
  table: productTable,
};
