import type { CatalogueTerm } from "@globalmarket/api";
import type { List } from "@globalmarket/web/lists/list";
import { rolesWith } from "@/features/access/rights";
import { type Section, TERM_FILTERS } from "./kinds";
import { listTerms } from "./reads";
import { termTable } from "./term-table";

/** The list of a page of words. */
export function termList(section: Section): List<CatalogueTerm, typeof TERM_FILTERS> {
  return {
    path: `/${section}`,
    roles: rolesWith("edit_catalogue"),
    filters: TERM_FILTERS,
    read: (filters, place) => listTerms(section, filters, place),
    table: (rows, { listQuery }) => termTable(section, rows, listQuery),
  };
}
