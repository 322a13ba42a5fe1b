import "server-only";
import type { AuditLogEntryPage, AuditLogVerification } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { AuditFilters } from "./filters";

/** Who did what, the newest first. */
export async function listEntries(filters: AuditFilters, place: Place = {}): Promise<AuditLogEntryPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/audit-log", { params: { query } })).data as AuditLogEntryPage;
  });
}

/** Whether the log is as it was written since its last checkpoint. */
export async function verifyLog(): Promise<AuditLogVerification> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/audit-log/verification")).data as AuditLogVerification;
}
