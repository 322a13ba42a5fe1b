import { rolesWith } from "@/features/access/rights";
import { MATCH_FILTERS } from "./filters";
import { matchTable } from "./match-table";
import { listMatches } from "./reads";

export const PICTURE_MATCHES = {
  path: "/picture-matches",
  roles: rolesWith("edit_catalogue"),
  filters: MATCH_FILTERS,
  read: listMatches,
  table: matchTable,
};
