import "server-only";
import type { StaffRow, StaffRowPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { StaffFilters } from "./filters";

/** Who works for the operator, or did; the newest first. */
export async function listStaff(filters: StaffFilters, place: Place = {}): Promise<StaffRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/staff", { params: { query } })).data as StaffRowPage;
  });
}

/** The page "not found" if there is no such member. */
export async function getMember(id: string): Promise<StaffRow> {
  const api = await privateApi();
  const params = { path: { member_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/staff/{member_id}", { params }))).data as StaffRow;
}
