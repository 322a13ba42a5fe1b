import "server-only";
import type { RegionPlan, RegionRow } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

/** The platform's regions, and those that are planned. */
export async function listRegions(_filters: object, place: Place = {}) {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    const page = (await api.GET("/api/v1/admin/regions", { params: { query } })).data;
    return { items: (page?.items ?? []) as RegionRow[], next_cursor: page?.next_cursor ?? null };
  });
}

/** A region, with all that it needs as it is now; the page "not found" if there is none. */
export async function getPlan(slug: string): Promise<RegionPlan> {
  const api = await privateApi();
  const params = { path: { region: slug } };
  return (await foundOrNone(api.GET("/api/v1/admin/regions/{region}", { params }))).data as RegionPlan;
}
