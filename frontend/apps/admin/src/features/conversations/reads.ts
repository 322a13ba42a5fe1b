import "server-only";
import type { ConversationDetail, ConversationRowPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ConversationFilters } from "./filters";

/** Conversations that wait for staff, where nothing else is asked for; those handed over last come first. */
export async function listConversations(filters: ConversationFilters, place: Place = {}): Promise<ConversationRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/conversations", { params: { query } })).data as ConversationRowPage;
  });
}

/** The page "not found" if there is none, or it was not handed over. */
export async function getConversation(id: string): Promise<ConversationDetail> {
  const api = await privateApi();
  const params = { path: { conversation_id: id } };
  const answer = foundOrNone(api.GET("/api/v1/admin/conversations/{conversation_id}", { params }));
  return (await answer).data as ConversationDetail;
}
