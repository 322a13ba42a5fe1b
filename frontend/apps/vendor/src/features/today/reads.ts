import "server-only";
import type { VendorOrderState } from "@globalmarket/api";
import { type Count, counted, MOST_COUNTED } from "@globalmarket/web/lists/count";
import { privateApi } from "@globalmarket/web/server/site";
import { UNSENT_STATES } from "../orders/filters";
import { listItems } from "../stock/reads";
import { daysBack } from "./sales";

/** Orders in a state. */
export async function countOrders(state: VendorOrderState): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/orders", { params: { query: { state, limit: MOST_COUNTED } } });
  return counted(data);
}

/** Days after which an order that is not sent counts as late. */
export const LATE_DAYS = 3;

/** Until when an order had to be placed to be late now, if it is not sent: a day of the region. */
export function lateDay(now: Date, timeZone: string): string {
  return daysBack(now, timeZone, LATE_DAYS).since;
}

/** Orders that are not sent in full and were placed on that day or before. */
export async function countLate(day: string): Promise<Count> {
  const api = await privateApi();
  const query = { state: UNSENT_STATES, placed_to: day, limit: MOST_COUNTED };
  return counted((await api.GET("/api/v1/vendor/orders", { params: { query } })).data);
}

/** Variants of which few units are left, or none. */
export async function countLowStock(): Promise<Count> {
  return counted(await listItems({ level: "low" }, { limit: MOST_COUNTED }));
}

/** Returns that wait for the vendor's decision. */
export async function countRequestedReturns(): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/returns", {
    params: { query: { state: "requested", limit: MOST_COUNTED } },
  });
  return counted(data);
}
