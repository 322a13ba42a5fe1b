import "server-only";
import type { MatchViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { MatchFilters } from "./filters";

/** Products of different vendors that show the same picture: those that nobody has looked at, where no state is asked for. */
export async function listMatches(filters: MatchFilters, place: Place = {}): Promise<MatchViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/picture-matches", { params: { query } })).data as MatchViewPage;
  });
}
