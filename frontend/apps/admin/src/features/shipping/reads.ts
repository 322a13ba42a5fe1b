import "server-only";
import type { AdminShippingMethodPage, Coverage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { ShippingFilters } from "./filters";

/** How all vendors deliver, the newest method first. */
export async function listMethods(filters: ShippingFilters, place: Place = {}): Promise<AdminShippingMethodPage> {
  const api = await privateApi();
  const { is_active, ...others } = filters;
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...others, ...(is_active && { is_active: is_active === "true" }), ...at };
    return (await api.GET("/api/v1/admin/shipping-methods", { params: { query } })).data as AdminShippingMethodPage;
  });
}

/** Each country of the region, and how many vendors deliver there. */
export async function listCoverage(): Promise<Coverage[]> {
  return (await (await privateApi()).GET("/api/v1/admin/shipping-coverage")).data?.items ?? [];
}
