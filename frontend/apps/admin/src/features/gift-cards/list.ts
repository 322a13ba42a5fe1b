import { rolesWith } from "@/features/access/rights";
import { PURCHASE_FILTERS } from "./filters";
import { purchaseTable } from "./purchase-table";
import { listPurchases } from "./reads";

export const PURCHASES = {
  path: "/credits/purchases",
  roles: rolesWith("give_credit"),
  filters: PURCHASE_FILTERS,
  read: listPurchases,
  table: purchaseTable,
};
