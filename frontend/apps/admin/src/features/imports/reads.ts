import "server-only";
import type { ImportViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ImportFilters } from "./filters";

/** Files of products of all vendors, the newest first. */
export async function listImports(filters: ImportFilters, place: Place = {}): Promise<ImportViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/imports", { params: { query } })).data as ImportViewPage;
  });
}
