import type { DeliveryView } from "@globalmarket/api";
import type { List } from "@globalmarket/web/lists/list";
import { rolesWith } from "@/features/access/rights";
import { deliveryTable } from "./delivery-table";
import { DELIVERY_FILTERS, listDeliveries } from "./reads";

/** What was sent to one of a vendor's webhooks. */
export function deliveryList(vendorId: string, endpointId: string): List<DeliveryView, typeof DELIVERY_FILTERS> {
  const path = `/vendors/${vendorId}/webhooks/${endpointId}`;
  return {
    path,
    roles: rolesWith("help_vendors"),
    filters: DELIVERY_FILTERS,
    read: (filters, place) => listDeliveries({ vendorId, endpointId }, filters, place),
    table: () => deliveryTable({ vendorId, endpointId }),
  };
}
