import "server-only";
import { currentSite, patientApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { STATEMENT_TYPES, TRANSFER_TYPES } from "./statement-types";

/** A payout's statement, in the reader's language. @throws Refused if there is no such payout */
export async function readStatement(id: string, type: (typeof STATEMENT_TYPES)[number]): Promise<Download> {
  const { locale } = await currentSite();
  const api = await patientApi();
  const params = { path: { payout_id: id }, query: { lang: locale.language } };
  return api.GET(`/api/v1/admin/payouts/{payout_id}/statement.${type}`, { params, parseAs: "stream" });
}

/** What the bank is to do for a run. @throws Refused if nothing of it waits for the bank, or the operator's account is not known */
export async function readTransfers(runId: string, type: (typeof TRANSFER_TYPES)[number]): Promise<Download> {
  const api = await patientApi();
  const params = { path: { run_id: runId } };
  return api.GET(`/api/v1/admin/payout-runs/{run_id}/transfers.${type}`, { params, parseAs: "stream" });
}
