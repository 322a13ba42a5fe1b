import "server-only";
import type {
  Dac7SellerPage,
  OssReport,
  OssThresholdPage,
  OssVendorRowPage,
  VatNumberCheckViewPage,
} from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { CheckFilters } from "./filters";
import type { Quarter } from "./period";

const PAGE_SIZE = 25;

/** A quarter's sales to consumers in other countries, by scheme, country and rate. */
export async function getOssReport(quarter: Quarter): Promise<OssReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/oss-report", { params: { query: { ...quarter } } })).data as OssReport;
}

/** The same by vendor. */
export async function listOssVendors(quarter: Quarter, cursor?: string): Promise<OssVendorRowPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { ...quarter, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/oss-report/vendors", { params: { query } })).data as OssVendorRowPage;
  });
}

/** The quarter's rows by vendor, for an accountant's program. */
export async function readOssReport(quarter: Quarter): Promise<Download> {
  const api = await patientApi();
  return api.GET("/api/v1/admin/oss-report.csv", { params: { query: { ...quarter } }, parseAs: "stream" });
}

/** What vendors have sold to consumers of other member states, beside the limit. */
export async function listThresholds(quarter: Quarter, cursor?: string): Promise<OssThresholdPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { ...quarter, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/oss-report/thresholds", { params: { query } })).data as OssThresholdPage;
  });
}

/** The vendors that sold something in a year, and what is reported of each. */
export async function listSellers(year: number, cursor?: string): Promise<Dac7SellerPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { year, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/dac7-report", { params: { query } })).data as Dac7SellerPage;
  });
}

/** The report for the tax office. @throws Refused if the region does not say who its operator is */
export async function readDac7Report(year: number): Promise<Download> {
  const api = await patientApi();
  return api.GET("/api/v1/admin/dac7-report.xml", { params: { query: { year } }, parseAs: "stream" });
}

/** What VIES was asked about vendors' VAT numbers, and what it said. */
export async function listChecks(filters: CheckFilters, cursor?: string): Promise<VatNumberCheckViewPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/vat-number-checks", { params: { query } })).data as VatNumberCheckViewPage;
  });
}
