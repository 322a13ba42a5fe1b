import "server-only";
import type { AdminCategory } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { privateApi } from "@globalmarket/web/server/site";

/** The whole tree, parents before their children. */
export async function listCategories(): Promise<AdminCategory[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/categories")).data?.items ?? [];
}

/** A category, and the tag of that version: a change names it. The page "not found" if there is no such category. */
export async function getCategory(id: string): Promise<{ category: AdminCategory; etag: string }> {
  const api = await privateApi();
  const params = { path: { category_id: id } };
  const { data, response } = await foundOrNone(api.GET("/api/v1/admin/categories/{category_id}", { params }));
  return { category: data as AdminCategory, etag: response.headers.get("ETag") ?? "" };
}
