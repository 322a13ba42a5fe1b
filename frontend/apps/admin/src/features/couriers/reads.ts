import "server-only";
import type { CollectionViewPage, CourierView, CourierViewPage, ReportView } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { CollectionFilters } from "./filters";

const SHOWN_REMITTANCES = 10;

/** Who collects on delivery, and what each holds: a few. */
export async function listCouriers(): Promise<CourierViewPage> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/couriers")).data as CourierViewPage;
}

/** The page "not found" if there is no such courier. */
export const getCourier = cache(async (id: string): Promise<CourierView> => {
  const api = await privateApi();
  const params = { path: { courier_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/couriers/{courier_id}", { params }))).data as CourierView;
});

/** What a courier collected, parcel by parcel, the newest first. */
export async function listCollections(
  courier: string,
  { is_settled }: CollectionFilters,
  place: Place = {},
): Promise<CollectionViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const settled = is_settled ? { is_settled: is_settled === "true" } : {};
    const query = { limit: PAGE_SIZE, courier, ...settled, ...at };
    return (await api.GET("/api/v1/admin/courier-collections", { params: { query } })).data as CollectionViewPage;
  });
}

/** The last files in which a courier said what it remitted. */
export async function lastRemittances(courier: string): Promise<ReportView[]> {
  const api = await privateApi();
  const query = { limit: SHOWN_REMITTANCES, provider: `cash:${courier}` };
  const { data } = await api.GET("/api/v1/admin/settlement-reports", { params: { query } });
  return data?.items ?? [];
}
