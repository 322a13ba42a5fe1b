import "server-only";
import type {
  AdminVendorDetail,
  AdminVendorRowPage,
  Balance,
  CommissionPlanDetail,
  DebtWarningDetail,
  DocumentView,
  StaffOrderSummary,
  VatNumberCheckView,
} from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";
import type { VendorFilters } from "./filters";

const CHECKS_SHOWN = 5;
const ORDERS_SHOWN = 10;

/** Vendors, the newest application first. */
export async function listVendors(filters: VendorFilters, place: Place = {}): Promise<AdminVendorRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/vendors", { params: { query } })).data as AdminVendorRowPage;
  });
}

/** The page "not found" if there is no such vendor. */
export const getVendor = cache(async (id: string): Promise<AdminVendorDetail> => {
  const api = await privateApi();
  const params = { path: { vendor_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/vendors/{vendor_id}", { params }))).data as AdminVendorDetail;
});

/** A commission plan as it stands, and the tag of that version: a new one names it. */
export interface PlanAsSeen {
  detail: CommissionPlanDetail;
  etag: string;
}

export async function getCommissionPlan(vendorId: string): Promise<PlanAsSeen> {
  const api = await privateApi();
  const params = { path: { vendor_id: vendorId } };
  const { data, response } = await api.GET("/api/v1/admin/vendors/{vendor_id}/commission-plan", { params });
  return { detail: data as CommissionPlanDetail, etag: response.headers.get("ETag") ?? "" };
}

/** What the vendor has with the operator, one for each currency. */
export async function listBalances(vendorId: string): Promise<Balance[]> {
  const api = await privateApi();
  const params = { path: { vendor_id: vendorId } };
  return (await api.GET("/api/v1/admin/vendors/{vendor_id}/balance", { params })).data?.items ?? [];
}

/** The vendor's newest orders, to try a plan on. */
export async function listLastOrders(vendorId: string): Promise<StaffOrderSummary[]> {
  const api = await privateApi();
  const query = { vendor: vendorId, limit: ORDERS_SHOWN };
  return (await api.GET("/api/v1/admin/orders", { params: { query } })).data?.items ?? [];
}

export async function listDocuments(vendorId: string): Promise<DocumentView[]> {
  const api = await privateApi();
  const params = { path: { vendor_id: vendorId } };
  return (await api.GET("/api/v1/admin/vendors/{vendor_id}/documents", { params })).data?.items ?? [];
}

/** What the vendor owes above the region's limit, per currency. */
export async function listDebtWarnings(vendorId: string): Promise<DebtWarningDetail[]> {
  const api = await privateApi();
  const query = { vendor_id: vendorId, is_open: true };
  return (await api.GET("/api/v1/admin/debt-warnings", { params: { query } })).data?.items ?? [];
}

/** The latest answers of VIES about the vendor's VAT number. */
export async function listVatChecks(vendorId: string): Promise<VatNumberCheckView[]> {
  const api = await privateApi();
  const query = { vendor_id: vendorId, limit: CHECKS_SHOWN };
  return (await api.GET("/api/v1/admin/vat-number-checks", { params: { query } })).data?.items ?? [];
}
