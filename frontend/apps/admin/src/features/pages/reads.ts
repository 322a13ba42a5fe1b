import "server-only";
import type { AdminPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { privateApi } from "@globalmarket/web/server/site";

/** The shop's own pages, published or not: a region has a few dozen. */
export async function listPages(): Promise<AdminPage[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/pages")).data?.items ?? [];
}

/** A page, and the tag of that version: a change names it. The page "not found" if there is none such. */
export async function getPage(id: string): Promise<{ page: AdminPage; etag: string }> {
  const api = await privateApi();
  const params = { path: { page_id: id } };
  const { data, response } = await foundOrNone(api.GET("/api/v1/admin/pages/{page_id}", { params }));
  return { page: data as AdminPage, etag: response.headers.get("ETag") ?? "" };
}
