import { type Asked, writeFilters } from "./filters";

/** The name of the parameter in a detail page's address that holds the query of the list that led there. */
const FROM = "from";
const MOST = 2000;

/** The address of a row's page, which knows the list it was reached from, with its filters and its place. */
export function pageOfRow(page: string, listQuery: string): string {
  return page + writeFilters({ [FROM]: listQuery.replace(/^\?/, "") });
}

/** The query of the list that led here, with a question mark; empty if none did. Nothing but parameters can come of it. */
export function listQueryOf(asked: Asked): string {
  const [from = ""] = [asked[FROM]].flat();
  return writeFilters(Object.fromEntries(new URLSearchParams(from.slice(0, MOST))));
}
