import { rolesWith } from "@/features/access/rights";
import { RETURN_FILTERS } from "./filters";
import { listReturns } from "./reads";
import { returnTable } from "./return-table";

export const RETURNS = {
  path: "/returns",
  roles: rolesWith("see_returns"),
  filters: RETURN_FILTERS,
  sorting: { by: { requested_at: "time" }, usual: "-requested_at" } as const,
  read: listReturns,
  table: returnTable,
};
