import "server-only";
import type { SegmentCustomerPage, Segments } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import type { SegmentFilters } from "./filters";

/** Who is in a segment, who spent most first; without one named, everybody who bought. */
export async function listSegment(filters: SegmentFilters, place: Place = {}): Promise<SegmentCustomerPage> {
  const api = await privateApi();
  const currency = await knownCurrency(filters);
  const path = { segment: filters.segment ?? "top" };
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, currency, ...at };
    const { data } = await api.GET("/api/v1/admin/segments/{segment}/customers", { params: { path, query } });
    return data as SegmentCustomerPage;
  });
}

/** How many customers each segment has. */
export async function readSizes(filters: SegmentFilters): Promise<Segments["items"]> {
  const api = await privateApi();
  const query = { currency: await knownCurrency(filters) };
  return (await api.GET("/api/v1/admin/segments", { params: { query } })).data?.items ?? [];
}

/** The currency of the address, where the region sells in it; else its main one. */
async function knownCurrency({ currency }: SegmentFilters): Promise<string> {
  const { region } = await currentSite();
  return region.currencies.find(({ code }) => code === currency)?.code ?? region.default_currency;
}
