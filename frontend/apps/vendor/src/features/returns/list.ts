import { rolesWith } from "@/features/access/rights";
import { RETURN_FILTERS } from "./filters";
import { listReturns } from "./reads";
import { returnTable } from "./return-table";

export const RETURNS = {
  path: "/returns",
  roles: rolesWith("handle_returns"),
  filters: RETURN_FILTERS,
  read: listReturns,
  table: returnTable,
};
