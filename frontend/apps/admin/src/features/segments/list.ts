import { rolesWith } from "@/features/access/rights";
import { SEGMENT_FILTERS } from "./filters";
import { listSegment } from "./reads";
import { segmentTable } from "./segment-table";

export const SEGMENT_LIST = {
  path: "/customers/segments",
  roles: rolesWith("see_customers"),
  filters: SEGMENT_FILTERS,
  read: listSegment,
  table: segmentTable,
};
