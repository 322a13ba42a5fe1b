import "server-only";
import type { ReturnState, ReturnViewPage } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

const PAGE_SIZE = 25;

export async function listReturns(state: ReturnState | undefined, cursor?: string): Promise<ReturnViewPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...(state && { state }), ...at };
    return (await api.GET("/api/v1/vendor/returns", { params: { query } })).data as ReturnViewPage;
  });
}
