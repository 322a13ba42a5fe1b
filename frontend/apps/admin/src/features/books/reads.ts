import "server-only";
import type { BooksReport, TransactionPage, TrialBalance, WaitingCommissionPage } from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { LEDGER_TYPES, TransactionFilters } from "./filters";
import type { BooksPeriod } from "./period";

/** The check of the books. It reads everything: no page but its own asks for it. */
export async function checkBooks(): Promise<BooksReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/books")).data as BooksReport;
}

/** What each account had before a period, what moved, and what it has. */
export async function getTrialBalance(period: BooksPeriod): Promise<TrialBalance> {
  const api = await patientApi();
  const query = { ...period };
  return (await api.GET("/api/v1/admin/trial-balance", { params: { query } })).data as TrialBalance;
}

/** Rows of the books, the newest first. */
export async function listTransactions(filters: TransactionFilters, place: Place = {}): Promise<TransactionPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/transactions", { params: { query } })).data as TransactionPage;
  });
}

/** Commission of months that are over and is not invoiced. */
export async function listWaitingCommission(place: Place = {}): Promise<WaitingCommissionPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/waiting-commission", { params: { query } })).data as WaitingCommissionPage;
  });
}

/** Every row of the books in a period. @throws Refused if it has too many for a workbook */
export async function readLedger(period: BooksPeriod, type: (typeof LEDGER_TYPES)[number]): Promise<Download> {
  const api = await patientApi();
  const params = { query: { ...period } };
  return api.GET(`/api/v1/admin/general-ledger.${type}`, { params, parseAs: "stream" });
}
