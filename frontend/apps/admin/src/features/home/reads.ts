import "server-only";
import type { HomeContent } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** The shop's first page as staff have set it, and the tag of that version: a change names it. */
export async function getHome(): Promise<{ home: HomeContent; etag: string }> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/admin/home");
  return { home: data as HomeContent, etag: response.headers.get("ETag") ?? "" };
}
