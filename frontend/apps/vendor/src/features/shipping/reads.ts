import "server-only";
import type { ShippingMethodDetail, ShippingZoneDetail } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

export async function listMethods(): Promise<ShippingMethodDetail[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/shipping-methods")).data?.items ?? [];
}

/** 404 if the vendor has no such way to deliver. */
export async function getMethod(id: string): Promise<ShippingMethodDetail> {
  return (await listMethods()).find((method) => method.id === id) ?? notFound();
}

export async function listZones(): Promise<ShippingZoneDetail[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/shipping-zones")).data?.items ?? [];
}

/** 404 if the vendor has no such zone. */
export async function getZone(id: string): Promise<ShippingZoneDetail> {
  return (await listZones()).find((zone) => zone.id === id) ?? notFound();
}
