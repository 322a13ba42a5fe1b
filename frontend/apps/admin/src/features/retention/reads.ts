import "server-only";
import type { RetentionRunViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

/** What each night deleted or erased because it was too old, the latest first. */
export async function listRetentionRuns(place: Place): Promise<RetentionRunViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/retention-runs", { params: { query } })).data as RetentionRunViewPage;
  });
}
