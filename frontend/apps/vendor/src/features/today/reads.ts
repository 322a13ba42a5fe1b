import "server-only";
import type { VendorOrderState } from "@globalmarket/api";
import { type Count, counted, MOST_COUNTED } from "@globalmarket/web/lists/count";
import { privateApi } from "@globalmarket/web/server/site";

/** Orders in a state. */
export async function countOrders(state: VendorOrderState): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/orders", { params: { query: { state, limit: MOST_COUNTED } } });
  return counted(data);
}

/** Returns that wait for the vendor's decision. */
export async function countRequestedReturns(): Promise<Count> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/vendor/returns", {
    params: { query: { state: "requested", limit: MOST_COUNTED } },
  });
  return counted(data);
}
