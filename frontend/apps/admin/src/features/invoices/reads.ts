import "server-only";
import { ApiUnavailable, type InvoiceViewPage } from "@globalmarket/api";
import { fetchFile } from "@globalmarket/web/server/files";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { INVOICE_TYPES, InvoiceFilters } from "./filters";

/** Invoices and credit notes, the newest first. */
export async function listInvoices(filters: InvoiceFilters, place: Place = {}): Promise<InvoiceViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/invoices", { params: { query } })).data as InvoiceViewPage;
  });
}

/** An invoice as a file. @throws Refused if there is no such invoice, or it has no structured form */
export async function readInvoice(id: string, type: (typeof INVOICE_TYPES)[number]): Promise<Download> {
  const api = await privateApi();
  const params = { path: { invoice_id: id } };
  if (type === "xml") return api.GET("/api/v1/admin/invoices/{invoice_id}/ubl", { params, parseAs: "stream" });
  const { data } = await api.POST("/api/v1/admin/invoices/{invoice_id}/links", { params });
  const response = await fetchFile(data?.url ?? "");
  if (!response.ok) throw new ApiUnavailable(`${response.status} for an invoice's file`);
  return { data: response.body, response };
}
