import "server-only";
import type { OrderConversationViewPage, OrderMessageView } from "@globalmarket/api";
import { type Count, counted, MOST_COUNTED } from "@globalmarket/web/lists/count";
import { fromCursor, MOST_ROWS_OF_PAGE, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ConversationFilters } from "./filters";

/** What customers and the vendor write each other, by order, the latest first. */
export async function listConversations(
  { awaits_vendor }: ConversationFilters,
  place: Place = {},
): Promise<OrderConversationViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...(awaits_vendor && { awaits_vendor: awaits_vendor === "true" }), ...at };
    return (await api.GET("/api/v1/vendor/conversations", { params: { query } })).data as OrderConversationViewPage;
  });
}

/** Conversations whose customers have no answer yet. */
export async function countUnanswered(): Promise<Count> {
  const api = await privateApi();
  const query = { awaits_vendor: true, limit: MOST_COUNTED };
  return counted((await api.GET("/api/v1/vendor/conversations", { params: { query } })).data);
}

export interface Thread {
  /** The latest ones, the oldest of them first. */
  messages: OrderMessageView[];
  /** There are earlier ones. */
  isCut: boolean;
}

/** What was written about an order. */
export async function readThread(vendorOrderId: string): Promise<Thread> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/orders/{vendor_order_id}/messages", {
    params: { path: { vendor_order_id: vendorOrderId }, query: { limit: MOST_ROWS_OF_PAGE } },
  });
  return { messages: (data?.items ?? []).toReversed(), isCut: Boolean(data?.next_cursor) };
}
