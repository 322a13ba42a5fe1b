import "server-only";
import type { Jobs, ParkedEventPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ParkedFilters } from "./filters";

/** What waits for a worker or a subscriber, and what is scheduled. */
export async function readJobs(): Promise<Jobs> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/jobs")).data as Jobs;
}

/** Events that are not tried again, the oldest first. */
export async function listParked(filters: ParkedFilters, place: Place = {}): Promise<ParkedEventPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/jobs/parked-events", { params: { query } })).data as ParkedEventPage;
  });
}
