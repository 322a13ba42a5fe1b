import "server-only";
import type { VendorOrderState } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** How many there are in a first page; `isMore` if a further page follows. */
export interface Count {
  number: number;
  isMore: boolean;
}

const MOST = 100; // the API's largest page: it gives no totals

/** Orders in a state. */
export async function countOrders(state: VendorOrderState): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/orders", { params: { query: { state, limit: MOST } } });
  return counted(data);
}

/** Returns that wait for the vendor's decision. */
export async function countRequestedReturns(): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/returns", { params: { query: { state: "requested", limit: MOST } } });
  return counted(data);
}

function counted(page: { items: unknown[]; next_cursor: string | null } | undefined): Count {
  return { number: page?.items.length ?? 0, isMore: Boolean(page?.next_cursor) };
}
