import "server-only";
import type { MessageDetail, MessageRowPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { MailFilters } from "./filters";

/** Mails to customers, vendors and staff, the latest first. */
export async function listMails(filters: MailFilters, place: Place = {}): Promise<MessageRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/messages", { params: { query } })).data as MessageRowPage;
  });
}

/** The page "not found" if there is no such mail. */
export async function getMail(id: string): Promise<MessageDetail> {
  const api = await privateApi();
  const params = { path: { message_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/messages/{message_id}", { params }))).data as MessageDetail;
}
