import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import { rolesWith } from "@/features/access/rights";
import { listRegions } from "./reads";
import { regionTable } from "./region-table";

export const REGIONS = {
  path: "/regions",
  roles: rolesWith("run_region"),
  filters: NO_FILTERS,
  read: listRegions,
  table: regionTable,
};
