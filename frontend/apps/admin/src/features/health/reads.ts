import "server-only";
import type { HealthReport } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** How the region's stores and the work behind it are at this moment. */
export async function readHealth(): Promise<HealthReport> {
  return (await (await privateApi()).GET("/api/v1/admin/health")).data as HealthReport;
}
