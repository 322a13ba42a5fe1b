import "server-only";
import type {
  BankAccountDetail,
  DebtWarningDetailPage,
  PayoutDetail,
  PayoutDetailPage,
  PayoutRunDetail,
  PayoutRunRowPage,
  Statement,
} from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { DebtFilters, PayoutFilters } from "./filters";

/** Payout runs, the newest first. */
export async function listRuns(place: Place = {}): Promise<PayoutRunRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/payout-runs", { params: { query } })).data as PayoutRunRowPage;
  });
}

/** The page "not found" if there is no such run. */
export const getRun = cache(async (id: string): Promise<PayoutRunDetail> => {
  const api = await privateApi();
  const params = { path: { run_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/payout-runs/{run_id}", { params }))).data as PayoutRunDetail;
});

/** Payouts of all runs, the newest first. */
export async function listPayouts(filters: PayoutFilters, place: Place = {}): Promise<PayoutDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/payouts", { params: { query } })).data as PayoutDetailPage;
  });
}

/** The page "not found" if there is no such payout. */
export const getPayout = cache(async (id: string): Promise<PayoutDetail> => {
  const api = await privateApi();
  const params = { path: { payout_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/payouts/{payout_id}", { params }))).data as PayoutDetail;
});

/** What the payout is made of, row by row. */
export async function getStatement(id: string): Promise<Statement> {
  const api = await privateApi();
  const params = { path: { payout_id: id } };
  return (await api.GET("/api/v1/admin/payouts/{payout_id}/statement.json", { params })).data as Statement;
}

/** Vendors that owe, or owed, more than the region lets them; the newest first. */
export async function listDebtWarnings({ is_open }: DebtFilters, place: Place = {}): Promise<DebtWarningDetailPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...(is_open ? { is_open: is_open === "true" } : {}), ...at };
    return (await api.GET("/api/v1/admin/debt-warnings", { params: { query } })).data as DebtWarningDetailPage;
  });
}

/** The account that payouts of a currency are paid from, and the tag of that version: a new one names it. */
export interface AccountAsSeen {
  detail: BankAccountDetail;
  etag: string;
}

export async function getBankAccount(currency: string): Promise<AccountAsSeen> {
  const api = await privateApi();
  const { data, response } = await api.GET("/api/v1/admin/bank-account", { params: { query: { currency } } });
  return { detail: data as BankAccountDetail, etag: response.headers.get("ETag") ?? "" };
}
