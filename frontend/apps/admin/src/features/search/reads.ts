import "server-only";
import type { AnalyticsRow, BoostWeights, PinList, RefusedPage, SynonymList } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

const MISSES_SHOWN = 20;

/** A part of what staff sets about search, and the tag of that version: a change names it. */
export interface AsSeen<Part> {
  part: Part;
  etag: string;
}

export async function getSynonyms(): Promise<AsSeen<SynonymList>> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/admin/search/synonyms");
  return { part: data as SynonymList, etag: response.headers.get("ETag") ?? "" };
}

export async function getPins(): Promise<AsSeen<PinList>> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/admin/search/pins");
  return { part: data as PinList, etag: response.headers.get("ETag") ?? "" };
}

export async function getBoosts(): Promise<AsSeen<BoostWeights>> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/admin/search/boosts");
  return { part: data as BoostWeights, etag: response.headers.get("ETag") ?? "" };
}

/** What people searched in the last thirty days without finding anything, the most frequent first. */
export async function listMisses(): Promise<AnalyticsRow[]> {
  const api = await privateApi();
  const query = { measures: "empty_searches,searches", by: "query", limit: MISSES_SHOWN };
  const { data } = await api.GET("/api/v1/admin/analytics/report", { params: { query } });
  return (data?.items ?? []).filter(({ values }) => (values.counts.empty_searches ?? 0) > 0);
}

/** What the search engine refused, so that nobody finds it; the oldest first. */
export async function listUnindexed(place: Place = {}): Promise<RefusedPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/search/unindexed", { params: { query } })).data as RefusedPage;
  });
}
