import "server-only";
import type { ShippingMethodDetail, ShippingZoneDetail } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

export async function listMethods(): Promise<ShippingMethodDetail[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/shipping-methods")).data?.items ?? [];
}

export async function listZones(): Promise<ShippingZoneDetail[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/shipping-zones")).data?.items ?? [];
}
