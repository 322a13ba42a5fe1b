import "server-only";
import { privateApi } from "@globalmarket/web/server/site";

/** Vendors of one question to the API. */
const MOST_ASKED = 100;

/** Names of vendors by id, at most a page of the API's: the money's lists name vendors by id alone. */
export async function vendorNames(ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter(Boolean).slice(0, MOST_ASKED);
  if (!wanted.length) return new Map();
  const api = await privateApi();
  const query = { ids: wanted.join(","), limit: MOST_ASKED };
  const { data } = await api.GET("/api/v1/admin/vendors", { params: { query } });
  return new Map(data?.items.map(({ id, name }) => [id, name]));
}

export interface NamedVendor {
  id: string;
  name: string;
  currency: string;
}

/** Vendors with `q` in their name or address; some of them if there are many. */
export async function findVendors(q: string): Promise<NamedVendor[]> {
  const api = await privateApi();
  const query = { limit: 10, ...(q ? { q } : {}) };
  const { data } = await api.GET("/api/v1/admin/vendors", { params: { query } });
  return data?.items.map(({ id, name, currency }) => ({ id, name, currency })) ?? [];
}
