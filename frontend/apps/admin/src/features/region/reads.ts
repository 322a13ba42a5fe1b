import "server-only";
import type { RegionOptions, RegionSettings } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** The region as it is kept, with the version that an edit names. */
export async function getRegion(): Promise<RegionSettings> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/region")).data as RegionSettings;
}

/** All that can be set, with what the region has of it. */
export async function getOptions(): Promise<RegionOptions> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/region/settings")).data as RegionOptions;
}
