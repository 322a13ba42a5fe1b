import "server-only";
import type { DeliveryView, EndpointView } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

export async function listWebhooks(): Promise<EndpointView[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/webhooks")).data?.items ?? [];
}

export async function getWebhook(id: string): Promise<EndpointView> {
  const { data } = await (await privateApi()).GET("/api/v1/vendor/webhooks/{endpoint_id}", {
    params: { path: { endpoint_id: id } },
  });
  return data as EndpointView;
}

/** What was sent to a webhook, newest first. */
export async function listDeliveries(
  id: string,
  cursor: string | undefined,
): Promise<{ items: DeliveryView[]; next_cursor: string | null }> {
  const { data } = await (await privateApi()).GET("/api/v1/vendor/webhooks/{endpoint_id}/deliveries", {
    params: { path: { endpoint_id: id }, query: { cursor } },
  });
  return data as { items: DeliveryView[]; next_cursor: string | null };
}
