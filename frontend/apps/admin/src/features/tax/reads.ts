import "server-only";
import type {
  Dac7SellerPage,
  IossReport,
  OssReport,
  OssThresholdPage,
  OssVendorRowPage,
  VatNumberCheckViewPage,
} from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { patientApi, privateApi } from "@globalmarket/web/server/site";
import type { Download } from "@/features/money/downloads";
import type { CheckFilters } from "./filters";
import type { Month, Quarter } from "./period";

/** A quarter's sales to consumers in other countries, by scheme, country and rate. */
export async function getOssReport(quarter: Quarter): Promise<OssReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/oss-report", { params: { query: { ...quarter } } })).data as OssReport;
}

/** The same by vendor. */
export async function listOssVendors(quarter: Quarter, place: Place = {}): Promise<OssVendorRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { ...quarter, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/oss-report/vendors", { params: { query } })).data as OssVendorRowPage;
  });
}

/** The quarter's rows by vendor, for an accountant's program. */
export async function readOssReport(quarter: Quarter): Promise<Download> {
  const api = await patientApi();
  return api.GET("/api/v1/admin/oss-report.csv", { params: { query: { ...quarter } }, parseAs: "stream" });
}

/** What the marketplace declares of a month as the supplier of products from outside the EU. */
export async function getIossReport(month: Month): Promise<IossReport> {
  const api = await patientApi();
  return (await api.GET("/api/v1/admin/ioss-report", { params: { query: { ...month } } })).data as IossReport;
}

/** The same by vendor. */
export async function listIossVendors(month: Month, place: Place = {}): Promise<OssVendorRowPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { ...month, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/ioss-report/vendors", { params: { query } })).data as OssVendorRowPage;
  });
}

/** The month's rows by vendor, for an accountant's program. */
export async function readIossReport(month: Month): Promise<Download> {
  const api = await patientApi();
  return api.GET("/api/v1/admin/ioss-report.csv", { params: { query: { ...month } }, parseAs: "stream" });
}

/** What vendors have sold to consumers of other member states, beside the limit. */
export async function listThresholds(quarter: Quarter, place: Place = {}): Promise<OssThresholdPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { ...quarter, limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/oss-report/thresholds", { params: { query } })).data as OssThresholdPage;
  });
}

/** The vendors that sold something in a year, and what is reported of each. */
export async function listSellers(year: number, place: Place = {}): Promise<Dac7SellerPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
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
export async function listChecks(filters: CheckFilters, place: Place = {}): Promise<VatNumberCheckViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, ...filters, ...at };
    return (await api.GET("/api/v1/admin/vat-number-checks", { params: { query } })).data as VatNumberCheckViewPage;
  });
}
