import "server-only";
import type { DeliveryView, EndpointView } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const satisfies readonly DeliveryView["state"][];

export const DELIVERY_FILTERS = { state: { kind: "one", of: DELIVERY_STATES } } as const satisfies FilterKinds;

/** A vendor's webhooks, ten at most. */
export async function listEndpoints(vendorId: string): Promise<EndpointView[]> {
  const api = await privateApi();
  const params = { path: { vendor_id: vendorId } };
  return (await foundOrNone(api.GET("/api/v1/admin/vendors/{vendor_id}/webhooks", { params }))).data?.items ?? [];
}

/** What was sent to one of them, the newest first; the page "not found" if the vendor has no such webhook. */
export async function listDeliveries(
  { vendorId, endpointId }: { vendorId: string; endpointId: string },
  filters: Filters<typeof DELIVERY_FILTERS>,
  place: Place = {},
) {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = {
      path: { vendor_id: vendorId, endpoint_id: endpointId },
      query: { limit: PAGE_SIZE, ...filters, ...at },
    };
    const address = "/api/v1/admin/vendors/{vendor_id}/webhooks/{endpoint_id}/deliveries";
    const page = (await foundOrNone(api.GET(address, { params }))).data;
    return { items: (page?.items ?? []) as DeliveryView[], next_cursor: page?.next_cursor ?? null };
  });
}
