import type { MyProfile } from "@globalmarket/api";
import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import type { Place } from "@globalmarket/web/server/paging";
import { rolesWith } from "@/features/access/rights";
import { differenceTable } from "./difference-table";
import { DIFFERENCE_FILTERS, type DifferenceFilters } from "./filters";
import { listDifferences, listReports } from "./reads";
import { reportTable } from "./report-table";

export const DIFFERENCES = {
  path: "/reconciliation",
  roles: rolesWith("handle_money"),
  filters: DIFFERENCE_FILTERS,
  read: (filters: DifferenceFilters, place: Place, { id }: MyProfile) => listDifferences(filters, id, place),
  table: differenceTable,
};

export const REPORTS = {
  path: "/reconciliation/reports",
  roles: rolesWith("handle_money"),
  filters: NO_FILTERS,
  read: (_filters: object, place: Place) => listReports(place),
  table: reportTable,
};
