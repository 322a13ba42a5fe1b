import "server-only";
import type { WebhookViewPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { WebhookFilters } from "./filters";

/** What payment providers sent, the newest first. */
export async function listWebhooks(filters: WebhookFilters, place: Place = {}): Promise<WebhookViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/webhooks", { params: { query } })).data as WebhookViewPage;
  });
}
