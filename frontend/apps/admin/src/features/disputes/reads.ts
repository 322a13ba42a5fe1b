import "server-only";
import type { DisputeView, DisputeViewPage, EvidenceView } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { DisputeFilters } from "./filters";

/** Payments that customers have disputed at their bank, the newest first. */
export async function listDisputes(filters: DisputeFilters, place: Place = {}): Promise<DisputeViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/disputes", { params: { query } })).data as DisputeViewPage;
  });
}

/** The page "not found" if there is no such dispute. */
export async function getDispute(id: string): Promise<DisputeView> {
  const api = await privateApi();
  const params = { path: { dispute_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/disputes/{dispute_id}", { params }))).data as DisputeView;
}

/** What became of the evidence in a dispute, and whether it can be sent from here. */
export async function getEvidence(id: string): Promise<EvidenceView> {
  const api = await privateApi();
  const params = { path: { dispute_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/disputes/{dispute_id}/evidence", { params }))).data as EvidenceView;
}

/** All that speaks for the sale, as PDF. */
export async function readEvidenceFile(id: string): Promise<Download> {
  const api = await patientApi();
  const params = { path: { dispute_id: id } };
  return api.GET("/api/v1/admin/disputes/{dispute_id}/evidence.pdf", { params, parseAs: "stream" });
}
