import "server-only";
import {
  type OrderSummaryPage,
  Refused,
  type SavedAddress,
  type SavedCardPage,
  type StoreCredit,
} from "@globalmarket/api";
import { findPerson } from "@globalmarket/web/server/person";
import { notFound } from "next/navigation";
import { privateApi } from "@/server/shop";

/** The customer's orders, newest first, a page at a time; the first one for a cursor that the API does not know. */
export async function listOrders(limit: number, cursor?: string): Promise<OrderSummaryPage> {
  const api = await privateApi();
  try {
    const query = cursor ? { limit, cursor } : { limit };
    return (await api.GET("/api/v1/store/orders", { params: { query } })).data as OrderSummaryPage;
  } catch (error) {
    if (error instanceof Refused && error.status === 422 && cursor) return listOrders(limit);
    throw error;
  }
}

/** The address book, oldest first. */
export async function listAddresses(): Promise<SavedAddress[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/me/addresses")).data?.items ?? [];
}

/** The customer's saved cards, newest first, a page at a time; the first one for a cursor that the API does not know. */
export async function listCards(cursor?: string): Promise<SavedCardPage> {
  const api = await privateApi();
  try {
    const query = cursor ? { cursor } : {};
    return (await api.GET("/api/v1/me/cards", { params: { query } })).data as SavedCardPage;
  } catch (error) {
    if (error instanceof Refused && error.status === 422 && cursor) return listCards();
    throw error;
  }
}

/** 404 if the customer has no such address. */
export async function getAddress(id: string): Promise<SavedAddress> {
  const api = await privateApi();
  try {
    const { data } = await api.GET("/api/v1/me/addresses/{address_id}", { params: { path: { address_id: id } } });
    return data as SavedAddress;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

/** The store credit of the customer who is logged in, one for each currency; none for a guest. */
export async function listStoreCredit(): Promise<StoreCredit[]> {
  if (!(await findPerson())) return [];
  const api = await privateApi();
  return (await api.GET("/api/v1/store/credits")).data?.items ?? [];
}
