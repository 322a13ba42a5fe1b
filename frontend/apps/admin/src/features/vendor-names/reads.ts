import "server-only";
import { Refused } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";

/** As many as a page of the API's list has. */
const LISTED = 100;
/** So many that the list lacks are asked for one by one; of others the id is shown. */
const MOST_ASKED = 25;

const listedNames = cache(async (): Promise<Map<string, string>> => {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/admin/vendors", { params: { query: { limit: LISTED } } });
  return new Map(data?.items.map(({ id, name }) => [id, name]));
});

/** Names of vendors by id. The money's lists name vendors by id alone. */
export async function vendorNames(ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter(Boolean);
  if (!wanted.length) return new Map();
  const listed = await listedNames();
  const missing = wanted.filter((id) => !listed.has(id)).slice(0, MOST_ASKED);
  const asked = await Promise.all(missing.map(async (id) => [id, await findName(id)] as const));
  return new Map([...listed, ...asked]);
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

async function findName(id: string): Promise<string> {
  const api = await privateApi();
  try {
    const params = { path: { vendor_id: id } };
    return (await api.GET("/api/v1/admin/vendors/{vendor_id}", { params })).data?.vendor.name ?? id;
  } catch (error) {
    if (error instanceof Refused && [404, 422].includes(error.status)) return id;
    throw error;
  }
}
