import "server-only";
import type { ImportViewPage } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ImportFilters } from "./filters";

const PAGE_SIZE = 25;

/** Files of products of all vendors, the newest first. */
export async function listImports(filters: ImportFilters, cursor?: string): Promise<ImportViewPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/imports", { params: { query } })).data as ImportViewPage;
  });
}
