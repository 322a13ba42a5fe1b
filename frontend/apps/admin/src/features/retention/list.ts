import { NO_FILTERS } from "@globalmarket/web/lists/filters";
import type { Place } from "@globalmarket/web/server/paging";
import { rolesWith } from "@/features/access/rights";
import { listRetentionRuns } from "./reads";
import { runTable } from "./run-table";

export const RETENTION_RUNS = {
  path: "/jobs/retention",
  roles: rolesWith("run_region"),
  filters: NO_FILTERS,
  read: (_filters: object, place: Place) => listRetentionRuns(place),
  table: runTable,
};
