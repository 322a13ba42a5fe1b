import "server-only";
import {
  type CustomerView,
  type CustomerViewPage,
  type DataExportView,
  Refused,
  type SavedAddress,
} from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import type { CustomerFilters } from "./filters";

const NOBODY: CustomerViewPage = { items: [], next_cursor: null };

/** Customers with an account, the newest first. What is no e-mail address is nobody's. */
export async function listCustomers(filters: CustomerFilters, place: Place = {}): Promise<CustomerViewPage> {
  const api = await privateApi();
  try {
    return await fromCursor(place, async (at) => {
      const query = { limit: PAGE_SIZE, ...filters, ...at };
      return (await api.GET("/api/v1/admin/customers", { params: { query } })).data as CustomerViewPage;
    });
  } catch (error) {
    if (error instanceof Refused && error.status === 422 && filters.email) return NOBODY;
    throw error;
  }
}

/** The copies of the customer's data that there are. Looking at them is entered in the audit log. */
export async function listCopies(id: string): Promise<DataExportView[]> {
  const api = await privateApi();
  const params = { path: { customer_id: id } };
  return (await api.GET("/api/v1/admin/customers/{customer_id}/exports", { params })).data?.items ?? [];
}

/** The addresses that the customer has saved. Looking at them is entered in the audit log. */
export async function listAddresses(id: string): Promise<SavedAddress[]> {
  const api = await privateApi();
  const params = { path: { customer_id: id } };
  return (await api.GET("/api/v1/admin/customers/{customer_id}/addresses", { params })).data?.items ?? [];
}

/** The page "not found" if there is no such customer. */
export async function getCustomer(id: string): Promise<CustomerView> {
  const api = await privateApi();
  const params = { path: { customer_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/customers/{customer_id}", { params }))).data as CustomerView;
}
