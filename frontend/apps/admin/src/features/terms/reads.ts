import "server-only";
import type { CatalogueTerm, TermRenameView } from "@globalmarket/api";
import type { Filters } from "@globalmarket/web/lists/filters";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";
import { KINDS, type Section, type TERM_FILTERS } from "./kinds";

const MOST_RENAMES = 10;

/** The spellings of a page, each with the number of its products. */
export async function listTerms(section: Section, filters: Filters<typeof TERM_FILTERS>, place: Place = {}) {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { kind: KINDS[section], limit: PAGE_SIZE, ...(filters.q ? { q: filters.q } : {}), ...at };
    const page = (await api.GET("/api/v1/admin/terms", { params: { query } })).data;
    return { items: (page?.items ?? []) as CatalogueTerm[], next_cursor: page?.next_cursor ?? null };
  });
}

/** One spelling; the page "not found" if no product says it (any more). */
export async function getTerm(section: Section, spelling: string): Promise<CatalogueTerm> {
  const api = await privateApi();
  const query = { kind: KINDS[section], text: spelling, limit: 1 };
  const found = spelling ? (await api.GET("/api/v1/admin/terms", { params: { query } })).data?.items[0] : undefined;
  return found ?? notFound();
}

/** What was called otherwise lately, with how far it is. */
export async function listRenames(section: Section): Promise<TermRenameView[]> {
  const api = await privateApi();
  const query = { kind: KINDS[section], limit: MOST_RENAMES };
  return (await api.GET("/api/v1/admin/terms/renames", { params: { query } })).data?.items ?? [];
}
