import "server-only";
import type { MethodView, MethodViewPage, ProviderHealth } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

/** The table of payment methods, in the order in which customers see them. */
export async function listMethods(_filters: object, place: Place = {}): Promise<MethodViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/payment-methods", { params: { query } })).data as MethodViewPage;
  });
}

/** The page "not found" if there is no such method. */
export async function getMethod(id: string): Promise<MethodView> {
  const api = await privateApi();
  const params = { path: { payment_method_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/payment-methods/{payment_method_id}", { params })))
    .data as MethodView;
}

/** The region's payment providers, and whether they can be reached with their keys. */
export async function listProviders(): Promise<ProviderHealth[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/payment-providers", { params: { query: { limit: 100 } } })).data?.items ?? [];
}
