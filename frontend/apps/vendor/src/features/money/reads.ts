import "server-only";
import {
  type Balance,
  type InvoiceViewPage,
  type PayoutDetail,
  type PayoutDetailPage,
  type PayoutOutlooks,
  Refused,
  type VendorTransactionPage,
} from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

/** The vendor's balance, one for each currency. */
export async function listBalances(): Promise<Balance[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/balance")).data?.items ?? [];
}

/** What the next payout would be in each currency, and what is in its way. */
export async function readOutlook(): Promise<PayoutOutlooks> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/payout-outlook")).data as PayoutOutlooks;
}

/** The latest payout that is decided and not yet sent or settled; null if none is. */
export async function findNextPayout(): Promise<PayoutDetail | null> {
  const { items } = await listPayouts({}, { limit: 10 });
  return items.find(({ state }) => state === "approved" || state === "paying") ?? null;
}

/** Payouts, the newest first. */
export async function listPayouts(_filters: object, place: Place = {}): Promise<PayoutDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/vendor/payouts", { params: { query } })).data as PayoutDetailPage;
  });
}

/** 404 if the vendor has no such payout. */
export async function getPayout(id: string): Promise<PayoutDetail> {
  const api = await privateApi();
  try {
    const params = { path: { payout_id: id } };
    return (await api.GET("/api/v1/vendor/payouts/{payout_id}", { params })).data as PayoutDetail;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

/** The rows of the vendor's account, the newest first. */
export async function listTransactions(
  filters: { payout_id?: string },
  place: Place = {},
): Promise<VendorTransactionPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/vendor/transactions", { params: { query } })).data as VendorTransactionPage;
  });
}

/** The vendor's invoices to customers, and the operator's to the vendor, the newest first. */
export async function listInvoices(_filters: object, place: Place = {}): Promise<InvoiceViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/vendor/invoices", { params: { query } })).data as InvoiceViewPage;
  });
}
