import "server-only";
import { ApiUnavailable } from "@globalmarket/api";
import { fetchFile } from "@globalmarket/web/server/files";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import type { STATEMENT_TYPES } from "./statement-types";

interface File {
  body: ArrayBuffer;
  contentType: string;
}

/** A payout's statement. @throws Refused if the vendor has no such payout, or the person may not see it */
export async function readStatement(id: string, type: (typeof STATEMENT_TYPES)[number]): Promise<File> {
  const { locale } = await currentSite();
  const api = await privateApi();
  const params = { path: { payout_id: id }, query: { lang: locale.language } };
  const answer = await api.GET(`/api/v1/vendor/payouts/{payout_id}/statement.${type}`, {
    params,
    parseAs: "arrayBuffer",
  });
  const contentType = answer.response.headers.get("Content-Type") ?? "application/octet-stream";
  return { body: answer.data as ArrayBuffer, contentType };
}

/** An invoice's PDF. @throws Refused if the vendor has no such invoice, or the person may not see it */
export async function readInvoice(id: string): Promise<ArrayBuffer> {
  const api = await privateApi();
  const params = { path: { invoice_id: id } };
  const { data } = await api.POST("/api/v1/vendor/invoices/{invoice_id}/links", { params });
  const answer = await fetchFile(data?.url ?? "");
  if (!answer.ok) throw new ApiUnavailable(`${answer.status} for an invoice's file`);
  return answer.arrayBuffer();
}
